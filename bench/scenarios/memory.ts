import { setTimeout as sleep } from 'node:timers/promises';
import { manyFilms } from '../../tests/support/many-films.ts';
import { onServer } from '../../tests/support/postgres-server.ts';
import { runChild } from '../child.ts';
import type { Effort, Finding, Section } from '../finding.ts';
import { LINE_COLUMNS, lineOf, median } from '../finding.ts';
import type { Rig } from '../rig.ts';
import { spread, tokensOf } from '../rig.ts';
import type { SaturatingLoad } from '../saturating-load.ts';
import { residentMb } from '../service.ts';

const PEOPLE = 800;
/** After the collection at the start, V8 takes more than ten seconds to return its memory. */
const SETTLE_MS = 20_000;
const SAMPLE_EVERY_MS = 50;
const PATHS = ['/auth/check', '/user', '/movies/favorites', '/movies/301', '/movies?status=new&page=1', '/genres'];

/** Memory of the service on PostgreSQL: idle, under full load, and while it sends a long list. */
export async function memory(rig: Rig, effort: Effort): Promise<Section> {
  const findings = [...(await idleAndLoaded(rig, effort)), ...(await longList(rig, effort))];
  return { columns: LINE_COLUMNS, findings };
}

async function idleAndLoaded(rig: Rig, effort: Effort): Promise<Finding[]> {
  const service = await rig.startService(await rig.createDatabase(PEOPLE));
  await sleep(SETTLE_MS);
  const idle = residentMb(service.pid);
  const tokens = await tokensOf(spread(PEOPLE, PEOPLE));
  const load: SaturatingLoad = {
    url: service.url,
    requests: tokens.map((token, index) => ({
      path: PATHS[index % PATHS.length] ?? '/',
      headers: { Authorization: `Bearer ${token}` },
    })),
    connections: 32,
    seconds: effort.rounds * effort.seconds,
  };
  const peak = await highest(service.pid, () => runChild('saturating-load.ts', load));
  return [
    atMost('resident memory on PostgreSQL, idle', idle, 120, 'MB'),
    atMost('the same under load, at most', peak, 200, 'MB'),
  ];
}

async function longList(rig: Rig, effort: Effort): Promise<Finding[]> {
  const databaseUrl = await rig.createEmptyDatabase();
  await onServer(databaseUrl, (sql) => sql.unsafe(manyFilms(effort.films)));
  await onServer(
    databaseUrl,
    (sql) =>
      sql`insert into users (id, username, username_skeleton, password_hash, created_at)
      values ('00000000-0000-7000-8000-000000000001', 'reader1', 'reader1', '', now())`,
  );
  const service = await rig.startService(databaseUrl);
  await sleep(SETTLE_MS);
  const idle = residentMb(service.pid);
  const [token = ''] = await tokensOf([1]);
  const firstByteMs: number[] = [];
  const peak = await highest(service.pid, async () => {
    for (let round = 0; round < effort.rounds; round++)
      for (const path of ['/movies', '/movies?status=new'])
        firstByteMs.push(await readWhole(service.url + path, token));
  });
  const films = effort.films.toLocaleString('en');
  return [
    atMost(`first byte of all ${films} films`, median(firstByteMs), 100, 'ms'),
    atMost('memory above idle meanwhile', peak - idle, 50, 'MB'),
  ];
}

/** Reads a whole answer. @returns milliseconds to its first byte */
async function readWhole(url: string, token: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  let firstByteMs: number | undefined;
  for await (const _ of response.body ?? []) firstByteMs ??= performance.now() - startedAt;
  if (!response.ok || firstByteMs === undefined) throw new Error(`${url} answered ${response.status}`);
  return firstByteMs;
}

/** The highest memory of the process while `work` runs, in MB. */
async function highest(pid: number, work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, residentMb(pid))), SAMPLE_EVERY_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return most;
}

function atMost(what: string, value: number, limit: number, unit: string): Finding {
  return lineOf(what, unit, { value, bound: 'at most', limit });
}
