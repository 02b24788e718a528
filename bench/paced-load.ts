/**
 * Requests at times that do not depend on the answers, as people send them; autocannon would send what is due in a second
 * in one burst at its beginning. A process of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { give, taken } from './child.ts';

/**
 * What is sent how often. `get`: paths and tokens in turn. `log-in`: each time another person from another address.
 * `refresh`: sessions in turn, each with the token it got last.
 */
export type Flow = { readonly name: string; readonly perSecond: number } & (
  | { readonly kind: 'get'; readonly paths: readonly string[]; readonly tokens: readonly string[] }
  | { readonly kind: 'log-in'; readonly names: readonly string[]; readonly password: string }
  | { readonly kind: 'refresh'; readonly refreshTokens: readonly string[] }
);

export type PacedLoad = { readonly url: string; readonly seconds: number; readonly flows: readonly Flow[] };

/**
 * Of one flow. `okPerSecond`: answered well while the load lasted; what comes after its end is late. `refused`: 429 and 503. `failed`: answered with anything else that is not 2xx. `lost`: no
 * answer. Times are from when a request was due.
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

/** How often it is looked whether something is due. */
const TICK_MS = 2;
/** More connections than this a proxy in front would not keep either; what is due beyond waits here, and that is counted. */
const MAX_CONNECTIONS = 512;
const GIVE_UP_MS = 15_000;
/** In place of a status. */
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
    // All sessions are being renewed: what is not sent is not answered either.
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
