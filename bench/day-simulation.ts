import 'reflect-metadata';
/**
 * Simulates days on which each person sends ten requests, beginning with an empty catalogue, against the Kinopoisk
 * stand-in. Prints how many calls to Kinopoisk each day takes, and where the answers come from.
 *
 *     npm run bench:day -- --days 7 --people 1000 --store
 *
 * The number of requests for each of the 5,000 films follows Zipf's law. Half of the visitors type the title before
 * they open the film, and search after every three letters. The order of the lists of Kinopoisk differs from the order
 * by requests: the rank of a film is typically half or twice its rank in the requests. The lists contain only the first
 * 1,000 films. The films of one year have their premieres within twelve months. The simulation does not wait: it sets
 * the clock of the service to the time of each request, and sends one request after the other, so limits per second do
 * not matter here. Use cases are called as the HTTP adapter calls them, and background work every 30 s as in the
 * service. The database is a PostgreSQL server that is started for the run, or the embedded one on machines without
 * PostgreSQL. `--store` writes the days to `bench/RESULTS.md`. `--at-once 8` sends eight requests of about the same
 * time together. This is faster, but the results differ a little from run to run.
 */
import { parseArgs } from 'node:util';
import { Container } from 'inversify';
import { clientAddress } from '../src/adapters/http/input/client-address.ts';
import { PrometheusMetrics } from '../src/adapters/observability/prometheus-metrics.ts';
import { DatabaseAccessRules } from '../src/adapters/persistence/access/database-access-rules.ts';
import { openDatabase } from '../src/adapters/persistence/engine/database.ts';
import { DatabaseRateLimiter } from '../src/adapters/rate-limiting/database-rate-limiter.ts';
import { UuidV7Generator } from '../src/adapters/system/uuid-v7-generator.ts';
import { GetMovie } from '../src/application/films/get-movie.ts';
import { SearchMovies } from '../src/application/films/search-movies.ts';
import { BackgroundRevalidation } from '../src/application/films/upstream/background-revalidation.ts';
import { EnrichmentJob } from '../src/application/films/upstream/enrichment-job.ts';
import { PurgeCachedAnswers } from '../src/application/films/upstream/purge-cached-answers.ts';
import { WarmingJob } from '../src/application/films/upstream/warming-job.ts';
import { bindFilms } from '../src/bootstrap/modules/films.ts';
import type { Resources } from '../src/bootstrap/modules/module.ts';
import { bindingOf } from '../src/bootstrap/modules/module.ts';
import { migrationsFolder } from '../src/bootstrap/package-root.ts';
import { limitPolicies } from '../src/bootstrap/settings/limit-policies.ts';
import { loadSettings } from '../src/bootstrap/settings/load-settings.ts';
import { tokens } from '../src/bootstrap/tokens.ts';
import type { Actor } from '../src/domain/access/actor.ts';
import { BUILT_IN_ROLES } from '../src/domain/access/role.ts';
import { DomainError } from '../src/domain/shared/errors.ts';
import type { Film } from '../tests/kinopoisk-stand-in/film.ts';
import { generateFilms } from '../tests/kinopoisk-stand-in/generate-films.ts';
import { startKinopoiskStandIn } from '../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { findPostgres } from '../tests/support/postgres-binaries.ts';
import { PostgresCluster } from '../tests/support/postgres-cluster.ts';
import type { DayReport } from './day-report.ts';
import { daysSection, printDay } from './day-report.ts';
import { storeResults } from './results.ts';

const FILMS = 5_000;
const ZIPF_EXPONENT = 1;
const REQUESTS_OF_ONE = 10;
/**
 * How much the order of the lists of Kinopoisk differs from the order by requests: standard deviation of the logarithm
 * of a film's rank.
 */
const SPREAD_OF_POPULARITY = 0.7;
const MOST_VOTES = 2_000_000;
const YEAR_OF_PREMIERES = 2024;
const QUOTA = 500;
const SHARE_THAT_TYPES = 0.5;
const LETTERS_AT_A_TIME = 3;
const JOB_EVERY_MS = 30_000;
const DAY_MS = 24 * 3600 * 1000;
const FIRST_DAY = Date.parse('2026-11-20T00:00:00.000Z');

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '7' },
    people: { type: 'string', default: '1000' },
    'no-warming': { type: 'boolean', default: false },
    store: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '1' },
  },
});
const [USERS, AT_ONCE] = [Number(values.people), Number(values['at-once'])];
const REQUESTS_A_DAY = USERS * REQUESTS_OF_ONE;

/** `wanted`: the film whose whole title was typed. */
type Request =
  | { readonly user: number; readonly film: number }
  | { readonly user: number; readonly words: string; readonly wanted?: number };

/** Numbers from 0 to 1, the same sequence for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Random whole numbers below `count` by Zipf's law: number k with a weight of 1 / (k + 1). */
function zipf(count: number, random: () => number): () => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank++) sums.push((sum += rank ** -ZIPF_EXPONENT));
  return () => {
    const wanted = random() * sum;
    return sums.findIndex((reached) => reached >= wanted);
  };
}

function* requestsOf(films: readonly Film[], random: () => number): Generator<Request> {
  const pick = zipf(films.length, random);
  for (;;) {
    const film = films[pick()];
    const user = Math.floor(random() * USERS);
    const title = film?.nameRu ?? '';
    if (random() < SHARE_THAT_TYPES) {
      for (let typed = LETTERS_AT_A_TIME; typed < title.length; typed += LETTERS_AT_A_TIME)
        yield { user, words: title.slice(0, typed) };
      yield { user, words: title, wanted: film?.kinopoiskId ?? 0 };
    }
    yield { user, film: film?.kinopoiskId ?? 0 };
  }
}

// Shuffles the films: neighbours among the generated films share words in their titles, but films that are requested
// equally often should not.
const random = randomFrom(20_261_120);
const byFame = generateFilms(FILMS)
  .map((film) => ({ film, at: random() }))
  .toSorted((a, b) => a.at - b.at)
  .map(({ film }) => film);
const requests = requestsOf(byFame, random);

/** A separate sequence, so that the requests stay the same as in earlier simulations. */
const chance = randomFrom(7);
const films = byFame.map((film, at) => {
  const off = SPREAD_OF_POPULARITY * Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const voteCount = Math.round(MOST_VOTES / ((at + 1) * Math.exp(off)));
  return film.year === YEAR_OF_PREMIERES ? { ...film, voteCount, ...premiereOf(at) } : { ...film, voteCount };
});

/** A day in the ten months before the simulation or the two after its beginning. */
function premiereOf(at: number): { year: number; premiereRu: string } {
  const day = new Date(FIRST_DAY + ((at % 360) - 300) * DAY_MS).toISOString().slice(0, 10);
  return { year: Number(day.slice(0, 4)), premiereRu: day };
}

const kinopoisk = await startKinopoiskStandIn({ films, dailyQuota: QUOTA });
const binaries = await findPostgres();
const cluster = binaries && (await PostgresCluster.create(binaries));
const database = await openDatabase({
  migrationsFolder,
  ...(cluster && { url: cluster.url, poolSize: Math.max(4, AT_ONCE) }),
});
await database.migrate();
const rules = new DatabaseAccessRules(database);
await rules.open();
const settings = loadSettings({
  AUTH_SECRET: 'kN4vXq8Zr1Lw6TyB3mPc9HsJ7dGfUa2EoViR',
  KINOPOISK_API_KEY: kinopoisk.apiKey,
  KINOPOISK_BASE_URL: kinopoisk.baseUrl,
  KINOPOISK_DAILY_QUOTA: String(QUOTA),
});
/**
 * The simulated time at which a request or a job began. From then on, the clock runs in real time, so that calls wait
 * for their turns.
 */
let [nowMs, setAtMs] = [FIRST_DAY, performance.now()];
const container = openFilms();

function setTime(ms: number): void {
  [nowMs, setAtMs] = [Math.max(ms, timeMs()), performance.now()];
}

function timeMs(): number {
  return nowMs + performance.now() - setAtMs;
}

/** Binds the subject films as the service does, and only those parts of the other subjects that films need. */
function openFilms(): Container {
  const opened = new Container({ defaultScope: 'Singleton' });
  const binding = bindingOf(opened);
  const { bind } = binding;
  const metrics = new PrometheusMetrics();
  bind(tokens.clock, () => ({ now: () => new Date(timeMs()), monotonicMs: timeMs }));
  bind(tokens.idGenerator, () => new UuidV7Generator());
  bind(tokens.metrics, () => metrics);
  bind(tokens.operationLog, () => ({ record: () => undefined }));
  bind(tokens.accessRules, () => rules);
  bind(
    tokens.rateLimiter,
    () => new DatabaseRateLimiter((text, given) => database.query(text, given), limitPolicies(settings)),
  );
  bindFilms(binding, { settings, database, metrics, currentRequest: () => undefined } as unknown as Resources);
  return opened;
}

const [getMovie, searchMovies] = [container.get(GetMovie), container.get(SearchMovies)];
const [enrichment, warming] = [container.get(EnrichmentJob), container.get(WarmingJob)];
const forget = container.get(PurgeCachedAnswers);

const permissions = new Set(BUILT_IN_ROLES.find(({ name }) => name === 'user')?.permissions);

function actorOf(user: number): Actor {
  const id = `00000000-0000-7000-8000-${String(user).padStart(12, '0')}`;
  const credential = { kind: 'session', sessionId: id } as const;
  return { kind: 'user', userId: id, credential, roles: ['user'], permissions, isSuperuser: false };
}

/**
 * The source of the answer, or the code of the error. `isFound`: whether the wanted film was on the page of results.
 */
async function outcomeOf(request: Request): Promise<{ outcome: string; isFound?: boolean }> {
  const address = clientAddress(`10.0.${request.user >> 8}.${request.user & 255}`);
  const client = { address, userAgent: null };
  const actor = actorOf(request.user);
  try {
    if ('film' in request)
      return { outcome: (await getMovie.execute(actor, { kinopoiskId: request.film, client })).from };
    const found = await searchMovies.execute(actor, { query: request.words, page: 1, client });
    return {
      outcome: found.from,
      isFound: found.movies.some(({ movie }) => movie.kinopoiskId === request.wanted),
    };
  } catch (failure) {
    if (failure instanceof DomainError) return { outcome: failure.code };
    throw failure;
  }
}

async function playDay(day: number): Promise<DayReport> {
  const startedMs = performance.now();
  kinopoisk.renewQuota();
  kinopoisk.forgetCalls();
  const counts = { films: new Map<string, number>(), searches: new Map<string, number>() };
  let [typed, found] = [0, 0];
  let jobAtMs = FIRST_DAY + day * DAY_MS;
  for (let index = 0; index < REQUESTS_A_DAY; index += AT_ONCE) {
    const atMs = FIRST_DAY + day * DAY_MS + (index * DAY_MS) / REQUESTS_A_DAY;
    for (; jobAtMs <= atMs; jobAtMs += JOB_EVERY_MS) {
      setTime(jobAtMs);
      if (!values['no-warming']) await warming.run({ aborted: false });
      await enrichment.run({ aborted: false });
    }
    setTime(atMs);
    const together = Array.from({ length: AT_ONCE }, () => requests.next().value as Request);
    const answered = together.map(async (request) => ({ request, ...(await outcomeOf(request)) }));
    for (const { request, outcome, isFound } of await Promise.all(answered)) {
      if ('words' in request && request.wanted !== undefined) {
        typed += 1;
        found += Number(isFound ?? false);
      }
      const outcomes = 'film' in request ? counts.films : counts.searches;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  await forget.execute({ kind: 'system', name: 'system' }, { stopping: { aborted: false } });
  const known = await container.get(tokens.movieRepository).count();
  const calls = [...kinopoisk.calls];
  const report = { day: day + 1, people: USERS, calls, ...counts, typed, found, known };
  printDay(report);
  console.log(`played in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
  return report;
}

const reports: DayReport[] = [];
for (let day = 0; day < Number(values.days); day++) {
  reports.push(await playDay(day));
  if (!values.store) continue;
  const date = new Date().toISOString().slice(0, 10);
  const conditions = `${date}, simulated days; the figures are counts and do not depend on the load of the machine.`;
  await storeResults('days', daysSection(reports), conditions);
}
await container.get(BackgroundRevalidation).stop();
await rules.close();
await database.close();
await kinopoisk.close();
await cluster?.destroy();
