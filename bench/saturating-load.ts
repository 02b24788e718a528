/** Sends as many requests as the server can answer, over connections that stay open. Runs as a separate process. */
import autocannon from 'autocannon';
import { give, taken } from './child.ts';

export type LoadRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * `requests`: each connection sends all of them in turn, and begins at another place than the others; if `divided`,
 * each sends only a part that no other connection sends. `refreshTokens`: each connection renews one of these sessions,
 * every time with its latest token.
 */
export type SaturatingLoad = {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
} & (Requests | { readonly refreshTokens: readonly string[] });

export type Requests = { readonly requests: readonly LoadRequest[]; readonly divided?: boolean };

export type SaturatingResult = {
  readonly perSecond: number;
  readonly answered: number;
  /** Answers other than 2xx, time-outs and broken connections. */
  readonly failed: number;
  readonly maxMs: number;
};

const load = (await taken()) as SaturatingLoad;
let clients = 0;
const result = await autocannon({
  url: load.url,
  connections: load.connections,
  setupClient: (client) => {
    const index = clients++;
    client.setRequests('requests' in load ? inTurn(load, index) : [renewing(load.refreshTokens[index] ?? '')]);
  },
  duration: load.seconds,
});
give({
  perSecond: result['2xx'] / result.duration,
  answered: result['2xx'],
  failed: result.non2xx + result.errors + result.timeouts,
  maxMs: result.latency.max,
} satisfies SaturatingResult);

function inTurn({ requests, divided }: Requests, index: number): autocannon.Request[] {
  const [first, end] = [index, index + 1].map((part) => Math.floor((part * requests.length) / load.connections));
  const others = divided ? [] : requests.slice(0, first);
  return [...requests.slice(first, divided ? end : undefined), ...others].map((request) => ({
    method: 'GET',
    ...request,
  }));
}

function renewing(token: string): autocannon.Request {
  let live = token;
  return {
    method: 'PUT',
    path: '/auth/login',
    headers: { 'Content-Type': 'application/json' },
    setupRequest: (request) => ({ ...request, body: JSON.stringify({ refresh_token: live }) }),
    onResponse: (status, body) => {
      if (status === 200) live = (JSON.parse(body) as { refresh_token: string }).refresh_token;
    },
  };
}
