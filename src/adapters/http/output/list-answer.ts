import type { Request } from 'express';
import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';
import { DEFAULT_PER_PAGE, mapListing } from '../../../domain/shared/page.ts';
import type { PageOfList, RouteDeclaration } from '../routing/route.ts';
import type { AnswerHeaders } from './headers.ts';

/** The requested page, or `undefined` for the whole list. */
export function pageRequest(query: {
  page?: number | undefined;
  per_page?: number | undefined;
}): PageRequest | undefined {
  if (query.page === undefined) return undefined;
  return { page: query.page, perPage: query.per_page ?? DEFAULT_PER_PAGE };
}

type ListAnswer<Body> = { status: 200; page?: PageOfList; body: Body };

/** A list as an answer: the requested page, or all records, streamed if the list may be long. */
export function listAnswer<T, V>(
  listing: Page<T>,
  page: PageRequest | undefined,
  view: (record: T) => V,
): ListAnswer<V[]>;
export function listAnswer<T, V>(
  listing: Listing<T>,
  page: PageRequest | undefined,
  view: (record: T) => V,
): ListAnswer<V[] | AsyncIterable<V>>;
export function listAnswer<T, V>(
  listing: Listing<T>,
  page: PageRequest | undefined,
  view: (record: T) => V,
): ListAnswer<V[] | AsyncIterable<V>> {
  const viewed = mapListing(listing, view);
  if (!('items' in viewed)) return { status: 200, body: viewed };
  return { status: 200, ...(page && { page: { ...page, total: viewed.total } }), body: [...viewed.items] };
}

/** `X-Total-Count`, and `Link` with the neighbouring pages (RFC 8288). */
export function pageHeaders(req: Request, route: RouteDeclaration, list: PageOfList): AnswerHeaders {
  const { page, perPage, total, maxPages = Infinity } = list;
  const { pathname, searchParams } = new URL(req.originalUrl, 'http://localhost');
  const known = Object.keys(route.query?.shape ?? {}).filter((name) => searchParams.has(name));
  const lastPage = Math.max(1, Math.min(Math.ceil(total / perPage), maxPages));
  const link = (rel: string, to: number): string => {
    const parameters = new URLSearchParams(known.map((name): [string, string] => [name, searchParams.get(name) ?? '']));
    parameters.set('page', String(to));
    return `<${pathname}?${parameters}>; rel="${rel}"`;
  };
  const links = [
    link('first', 1),
    ...(page > 1 ? [link('prev', Math.min(page - 1, lastPage))] : []),
    ...(page < lastPage ? [link('next', page + 1)] : []),
    link('last', lastPage),
  ];
  return { 'X-Total-Count': String(total), Link: links.join(', ') };
}
