/**
 * The floor: a server that does the least work that can produce the answers of the service. A bare HTTP server that
 * verifies each token once and runs one statement over rows with finished JSON, through postgres.js with its pool and
 * its pipelining. Runs as a separate process, started by `rig.ts` with the V8 flags of the bundle.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@node-rs/argon2';
import postgres from 'postgres';
import { give, taken } from '../child.ts';
import type { FloorAnswer } from './answers.ts';
import { floorAnswers } from './answers.ts';
import { TokenBox } from './token-box.ts';

/** `hashesAtOnce`: passwords verified at the same time, as many as the service allows. */
export type FloorTask = {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly authSecret: string;
  readonly hashesAtOnce: number;
};

const { databaseUrl, poolSize, authSecret, hashesAtOnce } = (await taken()) as FloorTask;
const sql = postgres(databaseUrl, {
  max: poolSize,
  fetch_types: false,
  connection: { application_name: 'floor' },
  types: { texts: { to: 1009, from: [1009], serialize: String, parse: textArray } },
});
const tokens = new TokenBox(authSecret);
/** The headers of a permission check, by the id of the person. */
const identities = new Map<string, Record<string, string>>();
const answers = await floorAnswers(sql, tokens, bounded(verify, hashesAtOnce));

const server = createServer((req, res) => {
  const { url = '/', method = 'GET' } = req;
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  const work = method === 'GET' ? read(req, res, path) : changed(req, res, method);
  work?.catch((error: unknown) => {
    res.writeHead(500).end(String(error));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
give({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
process.once('disconnect', () => process.exit());

/** Answers a GET. It returns no promise if nothing has to be awaited, because that is faster. */
function read(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> | undefined {
  const caller = tokens.whoseIs(req.headers.authorization?.slice('Bearer '.length) ?? '');
  if (path === '/auth/check') {
    const identity = typeof caller === 'string' ? identities.get(caller) : undefined;
    return identity ? void res.writeHead(204, identity).end() : firstCheck(res, caller);
  }
  return answered(readingOf(path), { req, res, path, caller });
}

/** The first permission check of a user reads the name; later checks take it from memory, as in the service. */
async function firstCheck(res: ServerResponse, caller: string | Promise<string>): Promise<void> {
  const id = await caller;
  const [user] = await sql<{ username: string }[]>`select username from users where id = ${id}`;
  const identity = { 'Remote-User': user?.username ?? '', 'X-Auth-User-Id': id, 'X-Auth-Roles': 'user' };
  identities.set(id, identity);
  res.writeHead(204, identity).end();
}

function readingOf(path: string): FloorAnswer {
  switch (path) {
    case '/user':
      return answers.user;
    case '/movies/favorites':
      return answers.shelf;
    case '/movies/search':
      return answers.search;
    case '/movies':
      return answers.catalogue;
    case '/genres':
      return answers.genres;
    case '/directors':
      return answers.directors;
    default:
      return answers.film;
  }
}

async function changed(req: IncomingMessage, res: ServerResponse, method: string): Promise<void> {
  let body = '';
  for await (const chunk of req.setEncoding('utf8')) body += chunk as string;
  await answered(method === 'POST' ? answers['log-in'] : answers.renewal, { req, res, path: '', caller: '', body });
}

async function answered(
  answer: FloorAnswer,
  {
    req,
    res,
    path,
    caller,
    body = '',
  }: { req: IncomingMessage; res: ServerResponse; path: string; caller: string | Promise<string>; body?: string },
): Promise<void> {
  const query = new URLSearchParams(req.url?.slice(path.length + 1));
  const text = await answer({ path, query, body, caller: typeof caller === 'string' ? caller : await caller });
  const bytes = Buffer.from(text);
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length }).end(bytes);
}

/** Parses an array in PostgreSQL's text format without quotes, which names of roles never need. */
function textArray(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}

function bounded<A extends unknown[], T>(work: (...args: A) => Promise<T>, atOnce: number): (...args: A) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (...args) => {
    if (running < atOnce) running += 1;
    else {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    }
    try {
      return await work(...args);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
