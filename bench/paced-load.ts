/**
 * Sends requests at times that do not depend on the answers, as people do. It does not use autocannon, which sends the
 * requests of a second in one burst at the beginning of the second. Runs as a separate process.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { give, taken } from './child.ts';

/**
 * Requests of one kind, and how many a second. `get`: paths and tokens in turn. `log-in`: each time another person from
 * another address. `refresh`: sessions in turn, each with its latest token.
 */
export type Flow = { readonly name: string; readonly perSecond: number } & (
  | { readonly kind: 'get'; readonly paths: readonly string[]; readonly tokens: readonly string[] }
  | { readonly kind: 'log-in'; readonly names: readonly string[]; readonly password: string }
  | { readonly kind: 'refresh'; readonly refreshTokens: readonly string[] }
);

export type PacedLoad = { readonly url: string; readonly seconds: number; readonly flows: readonly Flow[] };

/**
 * The result of one flow. `okPerSecond`: answers with 2xx before the end of the load. `refused`: 429 and 503. `failed`:
 * any other status that is not 2xx. `lost`: no answer. Times begin when a request was due.
 */
export type PacedResult = {
  readonly okPerSecond: number;
  readonly sent: number;
  readonly refused: number;
  readonly failed: number;
  readonly lost: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestRefusalMs: number;
};

type Call = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
};
type Answer = { readonly status: number; readonly body: string };

/** The pause between two checks whether a request is due. */
const TICK_MS = 2;
/**
 * As many connections as a proxy would keep open. Further requests wait here for a connection, and this wait counts in
 * their times.
 */
const MAX_CONNECTIONS = 512;
const GIVE_UP_MS = 15_000;
/** Used in place of a status. */
const NOT_ANSWERED = 0;

const { url, seconds, flows } = (await taken()) as PacedLoad;
const agent = new Agent({ connections: MAX_CONNECTIONS, headersTimeout: GIVE_UP_MS, bodyTimeout: GIVE_UP_MS });
const results = await Promise.all(flows.map(play));
await agent.destroy();
give(Object.fromEntries(flows.map(({ name }, index) => [name, results[index]])));

async function play(flow: Flow): Promise<PacedResult> {
  const next = callsOf(flow);
  const tookMs: number[] = [];
  const tally = { sent: 0, ok: 0, refused: 0, failed: 0, lost: 0, slowestRefusalMs: 0 };
  const running = new Set<Promise<void>>();
  const startedMs = performance.now();
  for (;;) {
    const elapsedMs = performance.now() - startedMs;
    const due = Math.floor((Math.min(elapsedMs, seconds * 1000) * flow.perSecond) / 1000);
    while (tally.sent < due) {
      const call = one(startedMs + (++tally.sent * 1000) / flow.perSecond);
      running.add(call);
      void call.finally(() => running.delete(call));
    }
    if (elapsedMs >= seconds * 1000) break;
    await sleep(TICK_MS);
  }
  await Promise.all(running);
  const sorted = Float64Array.from(tookMs).toSorted();
  const quantile = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  const { ok, ...counts } = tally;
  return { ...counts, okPerSecond: ok / seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };

  async function one(dueMs: number): Promise<void> {
    const status = await next();
    const nowMs = performance.now();
    const ms = nowMs - dueMs;
    if (status >= 200 && status < 300) {
      tookMs.push(ms);
      if (nowMs <= startedMs + seconds * 1000) tally.ok += 1;
    } else if (status === 429 || status === 503) {
      tally.refused += 1;
      tally.slowestRefusalMs = Math.max(tally.slowestRefusalMs, ms);
    } else if (status === NOT_ANSWERED) tally.lost += 1;
    else tally.failed += 1;
  }
}

/** Sends the flow's next request. @returns the status of its answer */
function callsOf(flow: Flow): () => Promise<number> {
  let count = 0;
  if (flow.kind === 'get') {
    return async () => {
      const index = count++;
      const path = flow.paths[index % flow.paths.length] ?? '/';
      const token = flow.tokens[index % flow.tokens.length] ?? '';
      return (await send({ method: 'GET', path, headers: { Authorization: `Bearer ${token}` } })).status;
    };
  }
  if (flow.kind === 'log-in') {
    return async () => {
      const index = count++;
      const body = { login: flow.names[index % flow.names.length], password: flow.password };
      const headers = { 'X-Forwarded-For': `198.18.${(index >> 8) & 255}.${index & 255}` };
      return (await send({ method: 'POST', path: '/auth/login', headers, body })).status;
    };
  }
  const idle = [...flow.refreshTokens];
  return async () => {
    const token = idle.shift();
    // All sessions are being renewed, so this renewal cannot be sent; it counts as not answered.
    if (token === undefined) return NOT_ANSWERED;
    const { status, body } = await send({ method: 'PUT', path: '/auth/login', body: { refresh_token: token } });
    idle.push(status === 200 ? (JSON.parse(body) as { refresh_token: string }).refresh_token : token);
    return status;
  };
}

async function send({ method, path, headers, body }: Call): Promise<Answer> {
  try {
    const answer = await agent.request({
      origin: url,
      path,
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
    });
    return { status: answer.statusCode, body: await answer.body.text() };
  } catch {
    return { status: NOT_ANSWERED, body: '' };
  }
}
