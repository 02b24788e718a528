import { availableParallelism } from 'node:os';
import { runChild } from '../child.ts';
import type { Effort, Finding, Goal, Section } from '../finding.ts';
import { figure, inWords, isMet, median } from '../finding.ts';
import type { Flow, PacedLoad, PacedResult } from '../paced-load.ts';
import type { Rig } from '../rig.ts';
import { PASSWORD, personName, spread, tokensOf } from '../rig.ts';

const PEOPLE = 800;
const PROFILES_PER_SECOND = 100;
const LOG_INS_PER_SECOND = 30;
/** More log-ins than a machine can verify with three hashes at a time. */
const FLOOD_PER_SECOND = 400;
const CONCURRENCIES = [1, 2, 3];
const UNLIMITED = '1000000';
const PANEL = `p99 of profiles beside ${LOG_INS_PER_SECOND} log-ins a second, as a multiple of the p99 alone`;

type Round = { readonly aloneMs: number; readonly besideMs: number; readonly floodMs: number; readonly logIns: number };

/**
 * How much log-ins, which hash passwords, delay requests for profiles. It measures profiles alone, with 30 log-ins a
 * second, and with a flood of log-ins, for each number of hashes at a time.
 */
export async function logInsBeside(rig: Rig, effort: Effort): Promise<Section> {
  const databaseUrl = await rig.createDatabase(PEOPLE);
  const urls = new Map<number, string>();
  for (const concurrency of CONCURRENCIES) {
    const settings = {
      HASH_CONCURRENCY: String(concurrency),
      LIMIT_LOGIN_SUCCESS_PER_MINUTE: UNLIMITED,
      TRUSTED_PROXIES: '127.0.0.1',
    };
    urls.set(concurrency, (await rig.startService(databaseUrl, settings)).url);
  }
  const rounds = new Map<number, Round[]>(CONCURRENCIES.map((concurrency) => [concurrency, []]));
  for (const url of urls.values()) await roundOf(url, effort);
  for (let round = 0; round < effort.rounds; round++)
    for (const [concurrency, url] of urls) rounds.get(concurrency)?.push(await roundOf(url, effort));
  const findings = Array.from(rounds, ([concurrency, those]) => findingOf(concurrency, those));
  return { columns: COLUMNS, findings, note: adviceOf(findings, rounds) };
}

async function roundOf(url: string, { seconds }: Effort): Promise<Round> {
  const people = spread(PEOPLE, PEOPLE);
  // The people who log in are not those who read, because the twenty-first log-in of a person ends the oldest session.
  const names = people.filter((person) => person % 2 === 0).map(personName);
  const tokens = await tokensOf(people.filter((person) => person % 2 === 1));
  const profiles: Flow = { name: 'profile', kind: 'get', perSecond: PROFILES_PER_SECOND, paths: ['/user'], tokens };
  const logIns: Flow = { name: 'log in', kind: 'log-in', perSecond: LOG_INS_PER_SECOND, names, password: PASSWORD };
  const play = async (flows: Flow[]) =>
    (await runChild('paced-load.ts', { url, seconds, flows } satisfies PacedLoad)) as Record<string, PacedResult>;
  const alone = await play([profiles]);
  const beside = await play([profiles, logIns]);
  const flood = await play([profiles, { ...logIns, perSecond: FLOOD_PER_SECOND }]);
  for (const results of [alone, beside]) assertAnswered(results);
  const p99 = (results: Record<string, PacedResult>) => results['profile']?.p99Ms ?? Number.NaN;
  const perSecond = flood['log in']?.okPerSecond ?? Number.NaN;
  return { aloneMs: p99(alone), besideMs: p99(beside), floodMs: p99(flood), logIns: perSecond };
}

function assertAnswered(results: Readonly<Record<string, PacedResult>>): void {
  const bad = Object.values(results).reduce((sum, flow) => sum + flow.failed + flow.lost + flow.refused, 0);
  if (bad > 0) throw new Error(`${bad} requests failed: ${JSON.stringify(results)}`);
}

const COLUMNS = [
  'p99 of profiles alone',
  `beside ${LOG_INS_PER_SECOND} log-ins /s`,
  'beside: alone',
  `beside ${FLOOD_PER_SECOND} log-ins /s`,
  'log-ins answered then',
];

/** Only the default has a target. */
function findingOf(concurrency: number, rounds: readonly Round[]): Finding {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  const value = median(rounds.map(({ aloneMs, besideMs }) => besideMs / aloneMs));
  const name = `${concurrency} at a time`;
  const goal: Goal = { value, bound: 'at most', limit: 3, drawn: { panel: PANEL, name } };
  return {
    what: `\`HASH_CONCURRENCY=${concurrency}\``,
    cells: [
      `${figure(of('aloneMs'))} ms`,
      `${figure(of('besideMs'))} ms`,
      inWords(goal),
      `${figure(of('floodMs'))} ms`,
      `${figure(of('logIns'))} /s`,
    ],
    goals: [goal],
  };
}

/**
 * Recommends the `HASH_CONCURRENCY` that meets the target with the most log-ins a second. It recommends a higher value
 * only if that gives over 10 % more.
 */
function adviceOf(findings: readonly Finding[], rounds: ReadonlyMap<number, readonly Round[]>): string {
  const measured = Array.from(rounds, ([concurrency, those], index) => ({
    concurrency,
    logIns: median(those.map(({ logIns }) => logIns)),
    meets: findings[index]?.goals.every(isMet) ?? false,
  }));
  const [first, ...others] = measured.filter(({ meets }) => meets);
  if (first === undefined) return 'None of them meets the target on this machine.';
  const chosen = others.reduce((best, next) => (next.logIns > best.logIns * 1.1 ? next : best), first);
  return `With ${availableParallelism()} cores choose \`HASH_CONCURRENCY=${chosen.concurrency}\`: of those that meet the target it answers the most log-ins, or nearly.`;
}
