import type { Listing, Page, PageRequest } from '../../../domain/shared/page.ts';
import { DEFAULT_PER_PAGE, mapListing } from '../../../domain/shared/page.ts';
import type { PageOfList, RouteDeclaration } from '../routing/route.ts';
import { addressWithQuery, pathOf } from './base-url.ts';
import type { AnswerHeaders } from './headers.ts';
import { WrittenJson } from './written-json.ts';

/** `page` is missing where the whole list is requested. */
type Requested = { readonly page?: PageRequest };

/** The requested page. A parameter that the request does not have is undefined. */
export function pageRequest(query: { page?: number | undefined; per_page?: number | undefined }): Requested {
  if (query.page === undefined) return {};
  return { page: { page: query.page, perPage: query.per_page ?? DEFAULT_PER_PAGE } };
}

type ListAnswer<Body> = { status: 200; page?: PageOfList; body: Body };

/** A list as an answer: the requested page, or all records, streamed if the list may be long. */
export function listAnswer<T, V>(listing: Page<T>, { page }: Requested, view: (record: T) => V): ListAnswer<V[]>;
export function listAnswer<T, V>(
  listing: Listing<T>,
  { page }: Requested,
  view: (record: T) => V,
): ListAnswer<V[] | AsyncIterable<V>>;
export function listAnswer<T, V>(
  listing: Listing<T>,
  { page }: Requested,
  view: (record: T) => V,
): ListAnswer<V[] | AsyncIterable<V>> {
  const viewed = mapListing(listing, view);
  if (!('items' in viewed)) return { status: 200, body: viewed };
  return { ...answerOf(viewed, page), body: [...viewed.items] };
}

function answerOf({ total }: Page<unknown>, page: PageRequest | undefined): Omit<ListAnswer<never>, 'body'> {
  return { status: 200, ...(page && { page: { ...page, total } }) };
}

/** `listAnswer` for lists that stay in memory for a while: each list object is written as JSON only once. */
export function sharedListAnswer<T, V extends object>(view: (record: T) => V) {
  const written = new WeakMap<readonly T[], WrittenJson<V[]>>();
  return (listing: Listing<T>, requested: Requested): ListAnswer<WrittenJson<V[]> | V[] | AsyncIterable<V>> => {
    if (!('items' in listing)) return listAnswer(listing, requested, view);
    const { items } = listing;
    const body = written.get(items) ?? WrittenJson.of(items.map(view));
    written.set(items, body);
    return { ...answerOf(listing, requested.page), body };
  };
}

/** `X-Total-Count`, and `Link` with the neighbouring pages (RFC 8288). */
export function pageHeaders(
  target: string,
  { route, list, publicUrl }: { route: RouteDeclaration; list: PageOfList; publicUrl: string | undefined },
): AnswerHeaders {
  const { page, perPage, total, maxPages = Infinity } = list;
  const requestPath = pathOf(target);
  const searchParams = new URLSearchParams(target.slice(requestPath.length));
  const known = Object.keys(route.query?.shape ?? {}).filter((name) => searchParams.has(name));
  const lastPage = Math.max(1, Math.min(Math.ceil(total / perPage), maxPages));
  const link = (rel: string, to: number): string => {
    const parameters = new URLSearchParams(known.map((name): [string, string] => [name, searchParams.get(name) ?? '']));
    parameters.set('page', String(to));
    return `<${addressWithQuery(parameters, { publicUrl, requestPath })}>; rel="${rel}"`;
  };
  const links = [
    link('first', 1),
    ...(page > 1 ? [link('prev', Math.min(page - 1, lastPage))] : []),
    ...(page < lastPage ? [link('next', page + 1)] : []),
    link('last', lastPage),
  ];
  return { 'X-Total-Count': String(total), Link: links.join(', ') };
}
