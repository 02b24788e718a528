/**
 * Half an hour of mixed load, to see whether memory, open handles or connections of the service grow: `npm run
 * bench:soak`, `npm run bench:soak -- --minutes 2`. The measurements are drawn into `bench/soak.png`.
 */
import { setInterval as every } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../scripts/build.ts';
import { onServer } from '../tests/support/postgres-server.ts';
import { runChild } from './child.ts';
import { figure, median } from './finding.ts';
import type { Flow, PacedLoad, PacedResult } from './paced-load.ts';
import { drawPlot } from './plot.ts';
import { PASSWORD, personName, Rig, spread, startSessions, tokensOf } from './rig.ts';
import { openHandles, residentMb } from './service.ts';

const PEOPLE = 5_000;
const CALLERS = 800;
const SAMPLE_EVERY_MS = 5_000;
/** Access tokens are valid for a quarter of an hour, so the load is sent in shorter stretches, each with new tokens. */
const STRETCH_MINUTES = 5;

type Sample = { readonly minute: number; readonly mb: number; readonly handles: number; readonly connections: number };

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);

await buildIfStale();
const rig = await Rig.open();
try {
  const databaseUrl = await rig.createDatabase(PEOPLE);
  const service = await rig.startService(databaseUrl, { TRUSTED_PROXIES: '127.0.0.1' });
  const sampling = new AbortController();
  const samples = sampled(service.pid, databaseUrl, sampling.signal);
  const results: Record<string, PacedResult>[] = [];
  for (let minute = 0; minute < minutes; minute += STRETCH_MINUTES) {
    const seconds = Math.min(STRETCH_MINUTES, minutes - minute) * 60;
    const load: PacedLoad = { url: service.url, seconds, flows: await flowsFrom(databaseUrl, results.length) };
    results.push((await runChild('paced-load.ts', load)) as Record<string, PacedResult>);
    console.error(results.at(-1));
  }
  sampling.abort();
  report(await samples, results);
  await drawPlot('bench/soak.png', plotOf(await samples));
} finally {
  await rig.close();
}

/** Every stretch begins with new sessions of other people, because the refresh tokens of the last one were replaced. */
async function flowsFrom(databaseUrl: string, stretch: number): Promise<Flow[]> {
  const callers = spread(CALLERS, PEOPLE);
  const tokens = await tokensOf(callers);
  const refreshTokens = await startSessions(
    databaseUrl,
    callers.map((number) => number + stretch + 1),
  );
  const names = callers.map(personName);
  return [
    { name: 'log in', kind: 'log-in', perSecond: 5, names, password: PASSWORD },
    { name: 'refresh', kind: 'refresh', perSecond: 20, refreshTokens },
    { name: 'check', kind: 'get', perSecond: 150, paths: ['/auth/check?permission=movies%3Aread'], tokens },
    { name: 'profile', kind: 'get', perSecond: 30, paths: ['/user'], tokens },
    { name: 'shelf', kind: 'get', perSecond: 20, paths: ['/movies/favorites'], tokens },
    {
      name: 'films',
      kind: 'get',
      perSecond: 20,
      paths: ['/movies/301', '/movies?page=1&status=new', '/genres'],
      tokens,
    },
    { name: 'search', kind: 'get', perSecond: 5, paths: ['/movies/search?query=matrica'], tokens },
  ];
}

async function sampled(pid: number, databaseUrl: string, signal: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedMs = performance.now();
  try {
    for await (const _ of every(SAMPLE_EVERY_MS, undefined, { signal })) {
      const minute = (performance.now() - startedMs) / 60_000;
      samples.push({
        minute,
        mb: residentMb(pid),
        handles: openHandles(pid),
        connections: await connectionsTo(databaseUrl),
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return samples;
}

async function connectionsTo(databaseUrl: string): Promise<number> {
  let count = 0;
  await onServer(databaseUrl, async (sql) => {
    const rows = await sql<{ n: number }[]>`
      select count(*)::int n from pg_stat_activity where datname = current_database() and application_name like 'kinopolka%'`;
    count = rows[0]?.n ?? 0;
  });
  return count;
}

/** Compares minutes 1 to 3 with the last two. It leaves out the first minute, in which the caches fill. */
function report(samples: readonly Sample[], results: readonly Record<string, PacedResult>[]): void {
  const during = (from: number, to: number) => samples.filter(({ minute }) => minute >= from && minute < to);
  const last = samples.at(-1)?.minute ?? 0;
  const [early, late] = [during(1, 3), during(last - 2, Infinity)];
  for (const key of ['mb', 'handles', 'connections'] as const) {
    const [from, to] = [early, late].map((part) => median(part.map((sample) => sample[key])));
    console.log(`${key}: ${figure(from ?? Number.NaN)} in minutes 1 to 3, ${figure(to ?? Number.NaN)} in the last two`);
  }
  const total = (key: 'sent' | 'refused' | 'failed' | 'lost') =>
    results.flatMap((flows) => Object.values(flows)).reduce((sum, flow) => sum + flow[key], 0);
  console.log(
    `${total('sent')} requests, ${total('refused')} refused, ${total('failed')} failed, ${total('lost')} got no answer`,
  );
}

function plotOf(samples: readonly Sample[]) {
  const line = (key: 'mb' | 'handles' | 'connections') =>
    samples.map((sample) => [sample.minute, sample[key]] as const);
  return [
    { title: 'Resident memory, MB', points: line('mb') },
    { title: 'Open handles (files, sockets)', points: line('handles') },
    { title: 'Connections to PostgreSQL', points: line('connections') },
  ];
}
