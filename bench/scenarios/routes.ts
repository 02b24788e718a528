import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKinopoiskStandIn } from '../../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { Counts, StatementCounter } from '../../tests/support/statement-counter.ts';
import type { Effort, Finding, Goal, Section } from '../finding.ts';
import { figure, inWords, median } from '../finding.ts';
import { prepareReadyRows } from '../floor/ready-rows.ts';
import type { Rig } from '../rig.ts';
import { PASSWORD, personName, spread, startSessions, tokensOf } from '../rig.ts';
import type { LoadRequest } from '../saturating-load.ts';
import { revisionOf } from '../service.ts';
import type { Pace, Side, Work } from '../side-by-side.ts';
import { medianPace, paceInTurn } from '../side-by-side.ts';

const PEOPLE = 3_000;
const CALLERS = 800;
const UNLIMITED = '1000000';
const FILM = 9_400_001;
const SEARCH = `/movies/search?query=${encodeURIComponent('Хроники полярной станции')}`;
const COUNTED_REQUESTS = 9;
const QUIET_MS = 20;

/**
 * Targets of a route: at least `share` of the floor's requests a second, and at least `times` those of the commit
 * before.
 */
type Route = { readonly path: string; readonly share: number; readonly times: number };

/** The default of the service, also used for the floor. */
const HASHES_AT_ONCE = Math.min(2, Math.max(1, availableParallelism() - 1));

/** The target is not to be slower than before. A tenth less may be caused by the machine. */
const NOT_SLOWER = 0.9;

export const ROUTES = {
  check: { path: '/auth/check?permission=movies%3Aread', share: 0.35, times: NOT_SLOWER },
  user: { path: '/user', share: 0.7, times: 1.4 },
  shelf: { path: '/movies/favorites', share: 0.6, times: 2.5 },
  film: { path: `/movies/${FILM}`, share: 0.65, times: 1.4 },
  search: { path: SEARCH, share: 0.6, times: 2.5 },
  catalogue: { path: '/movies?page=3', share: 0.6, times: 4 },
  genres: { path: '/genres', share: 1, times: 3 },
  directors: { path: '/directors', share: 1, times: NOT_SLOWER },
  'log-in': { path: 'POST /auth/login', share: 0.9, times: NOT_SLOWER },
  renewal: { path: 'PUT /auth/login', share: 0.65, times: NOT_SLOWER },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

const TITLES: Readonly<Record<RouteName, string>> = {
  check: 'permission check',
  user: 'profile',
  shelf: 'shelf of 12 films',
  film: 'known film',
  search: 'known search',
  catalogue: 'page of the catalogue',
  genres: 'all genres',
  directors: 'all directors',
  'log-in': 'log-in',
  renewal: 'renewal',
};

/** Settings that lift limits which the bench would reach, under their names in this commit and in earlier ones. */
const SETTINGS = {
  TRUSTED_PROXIES: '127.0.0.1',
  ...Object.fromEntries(
    [
      ...['LIMIT_SEARCH_PER_MINUTE', 'LIMIT_KINOPOISK_PER_DAY', 'LIMIT_KINOPOISK_UNKNOWN_PER_DAY'],
      ...['LIMIT_LOGIN_PER_ACCOUNT', 'LIMIT_LOGIN_PER_ADDRESS', 'LIMIT_LOGIN_SUCCESS_PER_MINUTE'],
      ...['LIMIT_LISTS_PER_USER', 'LIMIT_LISTS_PER_ADDRESS'],
    ].map((name) => [name, UNLIMITED]),
  ),
  LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
  HASH_CONCURRENCY: String(HASHES_AT_ONCE),
};

/**
 * How many requests a second the service answers on each route, compared with the floor and the commit in `against`.
 */
export async function routes(
  rig: Rig,
  effort: Effort,
  { names, against }: { names: readonly RouteName[]; against: string | undefined },
): Promise<Section> {
  const kinopoisk = await startKinopoiskStandIn();
  try {
    const settings = { ...SETTINGS, KINOPOISK_API_KEY: kinopoisk.apiKey, KINOPOISK_BASE_URL: kinopoisk.baseUrl };
    const sides = await startSides(rig, settings, against);
    const counter = await rig.startCounter(sides.service.databaseUrl);
    const counted = await rig.startService(counter.url, settings);
    const findings = [];
    for (const name of names) {
      const paces = await paceInTurn(await withWork(sides, name), effort);
      findings.push(findingOf(name, paces, await countsOf(name, { ...counted, databaseUrl: counter.url }, counter)));
      console.error(findings.at(-1)?.what, ...(findings.at(-1)?.cells ?? []));
    }
    return { columns: COLUMNS, findings, note: noteOf(against) };
  } finally {
    await kinopoisk.close();
  }
}

type Sides = { readonly floor: Side; readonly service: Side; readonly before?: Side };

async function startSides(rig: Rig, settings: Record<string, string>, against: string | undefined): Promise<Sides> {
  const service = await startKnowing(rig, settings, '.');
  await prepareFloor(rig, service.databaseUrl);
  const floor = await rig.startFloor(service.databaseUrl, HASHES_AT_ONCE);
  await assertSameBodies(floor, service);
  return { floor, service, ...(against !== undefined && { before: await startKnowing(rig, settings, against) }) };
}

/** Starts a service, and requests the film and the search that are measured, so that their answers are stored. */
async function startKnowing(rig: Rig, settings: Record<string, string>, folder: string): Promise<Side> {
  const service = await rig.startService(await rig.createDatabase(PEOPLE, folder), settings, folder);
  const [token = ''] = await tokensOf([1]);
  for (const path of [ROUTES.film.path, SEARCH]) await read(service, path, token);
  return service;
}

/** Reads the rows from a service without Kinopoisk, so that no film is refreshed during the reads. */
async function prepareFloor(rig: Rig, databaseUrl: string): Promise<void> {
  const service = await rig.startService(databaseUrl, SETTINGS);
  const [token = ''] = await tokensOf([1]);
  await prepareReadyRows(databaseUrl, (path) => read(service, path, token));
  await service.stop();
}

/**
 * @throws Error if an answer of the floor differs from that of the service, because a comparison would then be unfair
 */
async function assertSameBodies(floor: Side, service: Side): Promise<void> {
  const tokens = await tokensOf([1, CALLERS]);
  for (const [name, { path }] of Object.entries(ROUTES).filter(([, route]) => route.path.startsWith('/'))) {
    for (const token of tokens) {
      const [theirs, ours] = [await read(floor, path, token), await read(service, path, token)];
      if (theirs !== ours) throw new Error(`${name}: ${difference(theirs, ours)}`);
    }
  }
  const [theirs, ours] = [await shapesOfPairs(floor), await shapesOfPairs(service)];
  if (theirs !== ours) throw new Error(`tokens: ${difference(theirs, ours)}`);
}

function difference(theirs: string, ours: string): string {
  const at = Array.from(theirs).findIndex((letter, index) => letter !== ours[index]);
  const part = (text: string) => text.slice(Math.max(0, at - 40), at + 80);
  return `the floor answers … ${part(theirs)} …, the service … ${part(ours)} …`;
}

/** A description of both pairs of tokens by their claims and lengths, since the tokens themselves always differ. */
async function shapesOfPairs(side: Side): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const logIn = await send(side, logInOf(CALLERS));
  const renewing = { refresh_token: (JSON.parse(logIn) as Pair).refresh_token };
  const renewal = await send(side, { method: 'PUT', path: '/auth/login', headers, body: JSON.stringify(renewing) });
  return [logIn, renewal].map(shapeOf).join('\n');
}

type Pair = { readonly access_token: string; readonly refresh_token: string };

function shapeOf(body: string): string {
  const { access_token: access, refresh_token: refresh, ...rest } = JSON.parse(body) as Pair;
  const [header = '', payload = ''] = access
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'));
  const claims = Object.entries(JSON.parse(payload) as object).map(
    ([name, value]) => `${name}:${String(value).length}`,
  );
  return [header, ...claims, refresh.length, JSON.stringify(rest), body.length].join(' ');
}

async function read(side: Pick<Side, 'url'>, path: string, token: string): Promise<string> {
  return send(side, { path, headers: { Authorization: `Bearer ${token}` } });
}

async function send({ url }: Pick<Side, 'url'>, { path, ...request }: LoadRequest) {
  const response = await fetch(url + path, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text;
}

async function withWork({ floor, service, before }: Sides, name: RouteName) {
  const sides = [floor, service, ...(before ? [before] : [])];
  return Promise.all(sides.map(async (side) => ({ ...side, work: await workOf(name, side) })));
}

async function workOf(name: RouteName, side: Side): Promise<Work> {
  if (name === 'renewal') return { newSessions: (count) => startSessions(side.databaseUrl, nextPeople(count)) };
  if (name === 'log-in') return { requests: spread(CALLERS, PEOPLE).map(logInOf) };
  const tokens = await tokensOf(spread(CALLERS, PEOPLE));
  const { path } = ROUTES[name];
  return { requests: tokens.map((token) => ({ path, headers: { Authorization: `Bearer ${token}` } })) };
}

/** A log-in of the person with this number, from an address that no other person has. */
function logInOf(number: number): LoadRequest {
  return {
    method: 'POST',
    path: '/auth/login',
    headers: {
      'Content-Type': 'application/json',
      'X-Forwarded-For': `198.18.${(number >> 8) & 255}.${number & 255}`,
    },
    body: JSON.stringify({ login: personName(number), password: PASSWORD }),
  };
}

let lastPerson = 0;

/** Numbers of people whose session was not started yet. */
function nextPeople(count: number): number[] {
  return Array.from({ length: count }, () => ++lastPerson);
}

/**
 * How many statements one request sends to the database, and in how many round trips, measured without other requests.
 */
async function countsOf(name: RouteName, side: Side, counter: StatementCounter): Promise<Counts> {
  const work = await workOf(name, side);
  const requests = 'requests' in work ? work.requests : (await work.newSessions(COUNTED_REQUESTS)).map(renewalOf);
  const counts: Counts[] = [];
  for (const request of requests.slice(0, COUNTED_REQUESTS)) {
    counter.take();
    await send(side, request);
    do await sleep(QUIET_MS);
    while (!counter.isQuiet);
    counts.push(counter.take());
  }
  const of = (key: keyof Counts) => median(counts.map((count) => count[key]));
  return { statements: of('statements'), roundTrips: of('roundTrips') };
}

function renewalOf(refreshToken: string): LoadRequest {
  const headers = { 'Content-Type': 'application/json' };
  return { method: 'PUT', path: '/auth/login', headers, body: JSON.stringify({ refresh_token: refreshToken }) };
}

const COLUMNS = [
  ...['floor /s', 'before /s', 'service /s', 'of the floor', 'times before'],
  ...['service µs', 'PostgreSQL µs', 'floor µs', 'its PostgreSQL µs', 'statements', 'round trips'],
];

/** `rounds`: each with the paces of the floor, the service and, if measured, the commit before. */
function findingOf(name: RouteName, rounds: readonly Pace[][], { statements, roundTrips }: Counts): Finding {
  const route = ROUTES[name];
  const [floor, service, before] = [0, 1, 2].map((side) => medianPace(rounds.flatMap((round) => round[side] ?? [])));
  const hasBefore = rounds.every((round) => round.length > 2);
  const times = goalOf(rounds, 2, { limit: route.times, drawn: { panel: TIMES_PANEL, name: TITLES[name] } });
  const share = goalOf(rounds, 0, { limit: route.share, drawn: { panel: SHARE_PANEL, name: TITLES[name] } });
  const cells = [floor?.perSecond, before?.perSecond, service?.perSecond].map(written);
  const costs = [service?.serverUs, service?.postgresUs, floor?.serverUs, floor?.postgresUs].map(written);
  const request = route.path.startsWith('/') ? `GET ${route.path.split('?')[0] ?? ''}` : route.path;
  return {
    what: `${TITLES[name]} \`${request}\``,
    cells: [
      ...cells,
      inWords(share),
      hasBefore ? inWords(times) : '',
      ...costs,
      String(statements),
      String(roundTrips),
    ],
    goals: hasBefore ? [share, times] : [share],
  };
}

const SHARE_PANEL = 'Requests a second as a share of the ideal floor';
const TIMES_PANEL = 'Requests a second as a multiple of the commit before';

function noteOf(against: string | undefined): string {
  const before = against === undefined ? '' : ` *before* is the commit ${revisionOf(against)}.`;
  return `Log-ins: ${HASHES_AT_ONCE} hash at a time on both sides.${before}`;
}

/** The service's requests a second as a multiple of those of another side. */
function goalOf(rounds: readonly Pace[][], other: number, rest: Pick<Goal, 'limit' | 'drawn'>): Goal {
  const ratios = rounds.map((round) => (round[1]?.perSecond ?? Number.NaN) / (round[other]?.perSecond ?? Number.NaN));
  return { value: median(ratios), bound: 'at least', ...rest };
}

function written(number: number | undefined): string {
  return number === undefined || Number.isNaN(number) ? '' : figure(number);
}
