import { once } from 'node:events';
import type { Request, Response } from 'express';
import type { Listing, PageRequest } from '../../domain/page.ts';
import { DEFAULT_PER_PAGE } from '../../domain/page.ts';
import type { AnswerHeaders } from './headers.ts';
import type { AnyAnswer, PageOfList, RouteDeclaration } from './route.ts';

const CACHE_CONTROL = {
  'no-store': 'no-store',
  private: 'private, no-cache',
  public: 'public, max-age=300',
} as const;

export async function writeAnswer(
  route: RouteDeclaration,
  answer: AnyAnswer,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  res.status(answer.status).set(answer.headers ?? {});
  res.set('Cache-Control', CACHE_CONTROL[route.cache ?? 'private']);
  if (route.permission !== 'public') res.vary('Authorization');
  if (answer.page) res.set(pageHeaders(req, route, answer.page));
  const contentType = route.answers[answer.status]?.contentType ?? 'application/json';
  if (answer.body === undefined) {
    res.end();
  } else if (isStream(answer.body)) {
    await streamArray(answer.body, { req, res });
  } else {
    sendText(res, contentType, typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }
}

/** Not by `res.send`, which answers 304 to `If-None-Match: *` whatever the operation says. */
export function sendText(res: Response, contentType: string, text: string): void {
  const bytes = Buffer.from(text);
  const headers = { 'Content-Type': `${contentType}; charset=utf-8`, 'Content-Length': String(bytes.length) };
  res.set(headers).end(bytes);
}

/** Writes a JSON array record by record, at the client's pace, so that memory does not grow with the list. */
async function streamArray(
  records: AsyncIterable<unknown>,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  res.type('application/json');
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  let separator = '[';
  for await (const record of records) {
    if (gone.signal.aborted) return;
    const hasRoom = res.write(separator + JSON.stringify(record));
    separator = ',';
    if (!hasRoom) await drained(res, gone.signal);
  }
  res.end(separator === '[' ? '[]' : ']');
}

/** Resolves when more can be written, or nobody is there to read it. */
async function drained(res: Response, gone: AbortSignal): Promise<void> {
  await once(res, 'drain', { signal: gone }).catch((error: unknown) => {
    if (!gone.aborted) throw error;
  });
}

function isStream(body: unknown): body is AsyncIterable<unknown> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** The page a client asks for, or `undefined` for the whole list. */
export function pageRequest(query: {
  page?: number | undefined;
  per_page?: number | undefined;
}): PageRequest | undefined {
  if (query.page === undefined) return undefined;
  return { page: query.page, perPage: query.per_page ?? DEFAULT_PER_PAGE };
}

/** A list as an answer: the page asked for, or all records as a stream. */
export function listAnswer<T, V>(
  listing: Listing<T>,
  page: PageRequest | undefined,
  view: (record: T) => V,
): { status: 200; page?: PageOfList; body: V[] | AsyncIterable<V> } {
  if (!('items' in listing)) return { status: 200, body: mapped(listing, view) };
  return { status: 200, ...(page && { page: { ...page, total: listing.total } }), body: listing.items.map(view) };
}

async function* mapped<T, V>(records: AsyncIterable<T>, view: (record: T) => V): AsyncIterable<V> {
  for await (const record of records) yield view(record);
}

/** `X-Total-Count`, and `Link` with the neighbours of this page (RFC 8288). */
function pageHeaders(req: Request, route: RouteDeclaration, list: PageOfList): AnswerHeaders {
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
