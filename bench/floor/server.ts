/**
 * The ideal floor: what an answer of the service cannot cost less than. A bare HTTP server that verifies each token once
 * and runs one statement over ready rows, through postgres.js with its pool and its pipelining. A process of its own,
 * started by `rig.ts` with the V8 flags of the bundle.
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

/** Without a promise where nothing has to be waited for. */
function read(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> | undefined {
  const caller = tokens.whoseIs(req.headers.authorization?.slice('Bearer '.length) ?? '');
  if (typeof caller === 'string' && path === '/auth/check') return void res.writeHead(204).end();
  return answered(readingOf(path), { req, res, path, caller });
}

function readingOf(path: string): FloorAnswer {
  switch (path) {
    case '/auth/check':
      return answers.check;
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
  if (text === undefined) {
    res.writeHead(204).end();
    return;
  }
  const bytes = Buffer.from(text);
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length }).end(bytes);
}

/** Names of roles need no quotes. */
function textArray(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}

function bounded<A extends unknown[], T>(work: (...args: A) => Promise<T>, atOnce: number): (...args: A) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (...args) => {
    if (running < atOnce) running += 1;
    else {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
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
