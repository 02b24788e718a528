import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/adapters/persistence/engine/database.ts';
import { DrizzleApiQuota } from '../../src/adapters/persistence/films/upstream/drizzle-api-quota.ts';
import type { Limit } from '../../src/adapters/rate-limiting/database-rate-limiter.ts';
import { DatabaseRateLimiter } from '../../src/adapters/rate-limiting/database-rate-limiter.ts';
import type { LimitPolicy } from '../../src/application/shared/ports/rate-limiter.ts';
import { LIMIT_POLICIES } from '../../src/application/shared/ports/rate-limiter.ts';
import { runChild } from '../child.ts';
import { limitCpu } from '../cpu-share.ts';
import type { Effort, Finding, Section } from '../finding.ts';
import { figure, median } from '../finding.ts';
import type { Rig } from '../rig.ts';
import { spread, startSessions, tokensOf } from '../rig.ts';
import type { SaturatingLoad, SaturatingResult } from '../saturating-load.ts';
import type { BenchedService } from '../service.ts';
import { cpuMicroseconds } from '../service.ts';

const PEOPLE = 800;
const FLEETS = [1, 2, 4];
/**
 * The share of one core that an instance gets. Four of them leave PostgreSQL and the clients half of a small machine.
 */
const SHARE = 0.25;
const CONNECTIONS = 8;
const LOG_OUTS = 10;
/** People who send the load; the others log out once each. */
const LOADED_PEOPLE = PEOPLE - LOG_OUTS * FLEETS.length;
/** How many callers change one shared row at once. */
const CALLERS = 20;
const PATHS = ['/auth/check?permission=movies%3Aread', '/user', '/movies/favorites'];
const UNLIMITED = '1000000';
const REVOKED_WITHIN_MS = 5_000;

type Instance = Pick<BenchedService, 'url' | 'pid' | 'stop'>;

/** How many requests one, two and four instances on one PostgreSQL answer, each with a limited share of a core. */
export async function fleet(rig: Rig, effort: Effort): Promise<Section> {
  const databaseUrl = await rig.createDatabase(PEOPLE);
  const findings: Finding[] = [];
  let ofOne = Number.NaN;
  for (const size of FLEETS) {
    const instances: Instance[] = [];
    for (let started = 0; started < size; started += 1) {
      instances.push(await rig.startService(databaseUrl, { LIMIT_LISTS_PER_USER: UNLIMITED, DB_POOL_SIZE: '5' }));
    }
    await underLoad(instances, effort.warmUpSeconds);
    const limits = instances.map(({ pid }) => limitCpu(pid, SHARE));
    try {
      const { perSecond, refused, cpuUs } = await underLoad(instances, effort.seconds * 2);
      if (size === 1) ofOne = perSecond;
      const delays = size === 1 ? [] : await revocationDelays(databaseUrl, instances, effort);
      findings.push({
        what: `${size} instance${size === 1 ? '' : 's'}`,
        cells: [
          `${figure(perSecond)} /s`,
          figure(perSecond / ofOne),
          figure(refused),
          `${figure(cpuUs)} µs`,
          delays.length === 0 ? '' : `${figure(median(delays))} ms, ${figure(Math.max(...delays))} ms`,
        ],
        goals: delays.length === 0 ? [] : [{ value: Math.max(...delays), bound: 'at most', limit: REVOKED_WITHIN_MS }],
      });
    } finally {
      for (const end of limits) end();
    }
    for (const { stop } of instances) await stop();
  }
  return { columns: COLUMNS, findings, note: await ceilings(databaseUrl, effort) };
}

const COLUMNS = [
  'requests',
  'times one',
  'refused, because an instance that stands still sheds load',
  'CPU of the service a request',
  'a log-out is known to another instance (median, slowest)',
];

/** Checks, profiles and shelves in equal parts, sent to all instances at once. */
async function underLoad(instances: readonly Instance[], seconds: number) {
  const tokens = await tokensOf(spread(LOADED_PEOPLE, LOADED_PEOPLE));
  const requests = tokens.flatMap((token) =>
    PATHS.map((path) => ({ path, headers: { Authorization: `Bearer ${token}` } })),
  );
  const before = instances.map(({ pid }) => cpuMicroseconds(pid));
  const results = await Promise.all(
    instances.map(({ url }) =>
      runChild('saturating-load.ts', { url, requests, connections: CONNECTIONS, seconds } satisfies SaturatingLoad),
    ),
  );
  const cpu = instances.reduce((sum, { pid }, index) => sum + cpuMicroseconds(pid) - (before[index] ?? 0), 0);
  const sum = (key: 'perSecond' | 'answered' | 'failed') =>
    (results as SaturatingResult[]).reduce((total, result) => total + result[key], 0);
  return { perSecond: sum('perSecond'), refused: sum('failed'), cpuUs: cpu / sum('answered') };
}

/**
 * People log out at the first instance while all are under load.
 * @returns for each, the milliseconds until the last instance refuses their token
 */
async function revocationDelays(
  databaseUrl: string,
  instances: readonly Instance[],
  effort: Effort,
): Promise<number[]> {
  const before = LOADED_PEOPLE + LOG_OUTS * FLEETS.indexOf(instances.length);
  const people = spread(LOG_OUTS, LOG_OUTS).map((person) => before + person);
  await startSessions(databaseUrl, people);
  const tokens = await tokensOf(people);
  const [first, ...others] = instances;
  const last = others.at(-1);
  if (!first || !last) return [];
  const load = underLoadUntilEnd(instances, effort.seconds * 2);
  const delays: number[] = [];
  for (const token of tokens) {
    const headers = { Authorization: `Bearer ${token}` };
    const { status } = await fetch(`${first.url}/auth/logout`, { method: 'POST', headers });
    if (status !== 204) throw new Error(`log-out: ${status}`);
    const startedMs = performance.now();
    while ((await fetch(`${last.url}/user`, { headers })).status !== 401) await sleep(1);
    delays.push(performance.now() - startedMs);
  }
  await load;
  return delays;
}

async function underLoadUntilEnd(instances: readonly Instance[], seconds: number): Promise<void> {
  // A route that needs no token, because sessions end during the load.
  await Promise.all(
    instances.map(({ url }) =>
      runChild('saturating-load.ts', {
        url,
        requests: [{ path: '/genres' }],
        connections: CONNECTIONS,
        seconds,
      } satisfies SaturatingLoad),
    ),
  );
}

/** A sentence for the note: how often a second each of the rows can be changed that all instances share. */
async function ceilings(databaseUrl: string, effort: Effort): Promise<string> {
  const database = await openDatabase({ url: databaseUrl, poolSize: CALLERS, migrationsFolder: 'drizzle' });
  try {
    const pacing = { callMs: 0, searchMs: 0, votesMs: 0 };
    const quota = new DrizzleApiQuota(database, { account: 'bench', dailyLimit: 1_000_000_000, pacing });
    const call = { isSearch: false, purpose: 'asked', withinMs: 60_000 } as const;
    const booked = await rateOf(() => quota.book(call, new Date()), effort.seconds);
    const unlimited = { limit: 1_000_000_000, windowSeconds: 60 };
    const limits = new Map(LIMIT_POLICIES.map((policy) => [policy, unlimited]));
    const limiter = new DatabaseRateLimiter(
      (text, values) => database.query(text, values),
      Object.fromEntries(limits) as Record<LimitPolicy, Limit>,
    );
    const counted = await rateOf(() => limiter.consume('kinopoisk-newcomers', 'questions'), effort.seconds);
    return `One row, changed by ${CALLERS} callers at once: ${figure(booked)} calls to Kinopoisk a second are booked on the quota, ${figure(counted)} questions a second are counted by one limit. Kinopoisk itself takes 20 calls a second.`;
  } finally {
    await database.close();
  }
}

async function rateOf(work: () => Promise<unknown>, seconds: number): Promise<number> {
  const endMs = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (performance.now() < endMs) {
        await work();
        done += 1;
      }
    }),
  );
  return done / seconds;
}
