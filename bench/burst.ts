/**
 * Sends requests that all begin at once, each over a separate connection. It does not use autocannon, in which some of
 * a thousand such requests reach its own time-out, with any server. Runs as a separate process.
 */
import { Agent, get } from 'node:http';
import { give, taken } from './child.ts';

/** One request for each of `tokens`. */
export type Burst = { readonly url: string; readonly path: string; readonly tokens: readonly string[] };

/** `statuses`: how many answers had each status; status 0 counts requests without an answer. */
export type BurstResult = { readonly statuses: Readonly<Record<number, number>>; readonly slowestMs: number };

const { url, path, tokens } = (await taken()) as Burst;
const agent = new Agent({ maxSockets: tokens.length });
const startedMs = performance.now();
const statuses: Record<number, number> = {};
for (const status of await Promise.all(tokens.map(statusOf))) statuses[status] = (statuses[status] ?? 0) + 1;
give({ statuses, slowestMs: performance.now() - startedMs } satisfies BurstResult);

async function statusOf(token: string): Promise<number> {
  return new Promise((resolve) => {
    get(url + path, { agent, headers: { Authorization: `Bearer ${token}` } })
      .on('response', (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)))
      .on('error', () => resolve(0));
  });
}
