/** As many requests as the other side answers, over connections that are kept. A process of its own. */
import autocannon from 'autocannon';
import { give, taken } from './child.ts';

/** Each connection sends the requests in turn, and begins somewhere else than the others. */
export type SaturatingLoad = {
  readonly url: string;
  readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly connections: number;
  readonly seconds: number;
};

export type SaturatingResult = {
  readonly perSecond: number;
  readonly answered: number;
  /** Answers other than 2xx, time-outs and broken connections. */
  readonly failed: number;
  readonly maxMs: number;
};

const { url, requests, connections, seconds } = (await taken()) as SaturatingLoad;
const inTurn = requests.map((request) => ({ method: 'GET' as const, ...request }));
let clients = 0;
const result = await autocannon({
  url,
  connections,
  setupClient: (client) => {
    const first = Math.floor((clients++ * inTurn.length) / connections);
    client.setRequests([...inTurn.slice(first), ...inTurn.slice(0, first)]);
  },
  duration: seconds,
});
give({
  perSecond: result['2xx'] / result.duration,
  answered: result['2xx'],
  failed: result.non2xx + result.errors + result.timeouts,
  maxMs: result.latency.max,
} satisfies SaturatingResult);
