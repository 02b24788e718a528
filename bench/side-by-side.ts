import type { Sql } from 'postgres';
import postgres from 'postgres';
import { runChild } from './child.ts';
import type { Effort } from './finding.ts';
import { median } from './finding.ts';
import type { Requests, SaturatingLoad, SaturatingResult } from './saturating-load.ts';
import { backendMicroseconds, cpuMicroseconds } from './service.ts';

export const CONNECTIONS = 16;

/** What is sent to a side: requests in turn, or renewals, for which each round starts new sessions. */
export type Work = Requests | { readonly newSessions: (count: number) => Promise<readonly string[]> };

/** A server with its database. */
export type Side = { readonly url: string; readonly pid: number; readonly databaseUrl: string };

/** `…Us`: CPU time per request, in microseconds; for PostgreSQL, of the connections to the side's database. */
export type Pace = { readonly perSecond: number; readonly serverUs: number; readonly postgresUs: number };

/**
 * Measures all sides in every round, so that other work of the machine affects all of them.
 * @returns a list of rounds, each with a pace for each side
 */
export async function paceInTurn(
  sides: readonly (Side & { readonly work: Work })[],
  { rounds, seconds, warmUpSeconds }: Effort,
): Promise<Pace[][]> {
  for (const side of sides) await paceOf(side, warmUpSeconds);
  const measured: Pace[][] = [];
  for (let round = 0; round < rounds; round++) {
    const paces = [];
    for (const side of sides) paces.push(await paceOf(side, seconds));
    measured.push(paces);
  }
  return measured;
}

export function medianPace(paces: readonly Pace[]): Pace {
  const of = (key: keyof Pace) => median(paces.map((pace) => pace[key]));
  return { perSecond: of('perSecond'), serverUs: of('serverUs'), postgresUs: of('postgresUs') };
}

/** @throws Error after any answer but 2xx, because refusals are quick and would look like a high pace */
async function paceOf({ work, ...side }: Side & { work: Work }, seconds: number): Promise<Pace> {
  const sent = 'requests' in work ? work : { refreshTokens: await work.newSessions(CONNECTIONS) };
  const load: SaturatingLoad = { url: side.url, connections: CONNECTIONS, seconds, ...sent };
  const sql = postgres(side.databaseUrl, { max: 1 });
  try {
    const before = { server: cpuMicroseconds(side.pid), postgres: await backends(sql) };
    const { answered, failed, perSecond } = (await runChild('saturating-load.ts', load)) as SaturatingResult;
    if (failed > 0) throw new Error(`${failed} of ${failed + answered} requests to ${side.url} failed: ${named(work)}`);
    const serverUs = (cpuMicroseconds(side.pid) - before.server) / answered;
    return { perSecond, serverUs, postgresUs: grown(before.postgres, await backends(sql)) / answered };
  } finally {
    await sql.end();
  }
}

function named(work: Work): string {
  return 'requests' in work ? (work.requests[0]?.path ?? '') : 'renewals';
}

/** CPU time of all connections to the database but this one, in microseconds, by process id. */
async function backends(sql: Sql): Promise<ReadonlyMap<number, number>> {
  const rows = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  return new Map(rows.map(({ pid }) => [pid, backendMicroseconds(pid)]));
}

function grown(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return Array.from(after, ([pid, us]) => us - (before.get(pid) ?? 0)).reduce((sum, us) => sum + us, 0);
}
