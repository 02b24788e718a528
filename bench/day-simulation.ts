/**
 * Days of 10,000 requests against the stand-in of Kinopoisk, from an empty catalogue on: what is spent, who answers.
 *
 *     npm run bench:day -- --days 7
 *
 * Films are wanted by a Zipf law over 5,000. Half of the visitors type the title before they open the film, three letters at
 * a time, each time a search. The day is not waited for: the clock of the service is told the time of each request, one
 * request after the other, so that the limits by the second are not what is measured here. Use cases are called as the HTTP
 * adapter does it, on an embedded database in memory.
 */
import { parseArgs } from 'node:util';
import winston from 'winston';
import { clientAddress } from '../src/adapters/http/input/client-address.ts';
import { PrometheusMetrics } from '../src/adapters/observability/prometheus-metrics.ts';
import { DatabaseAccessRules } from '../src/adapters/persistence/access/database-access-rules.ts';
import { openDatabase } from '../src/adapters/persistence/engine/database.ts';
import { DatabaseRevocationList } from '../src/adapters/persistence/sessions/database-revocation-list.ts';
import { Argon2PasswordHasher } from '../src/adapters/security/argon2-password-hasher.ts';
import { deriveSigningKeys } from '../src/adapters/security/signing-keys.ts';
import { GetMovie } from '../src/application/films/get-movie.ts';
import { SearchMovies } from '../src/application/films/search-movies.ts';
import { BackgroundRevalidation } from '../src/application/films/upstream/background-revalidation.ts';
import { EnrichmentJob } from '../src/application/films/upstream/enrichment-job.ts';
import { PurgeCachedAnswers } from '../src/application/films/upstream/purge-cached-answers.ts';
import { createContainer } from '../src/bootstrap/container.ts';
import { logAlone } from '../src/bootstrap/error-reporting.ts';
import { ProcessLifecycle } from '../src/bootstrap/lifecycle.ts';
import { migrationsFolder } from '../src/bootstrap/package-root.ts';
import { loadSettings } from '../src/bootstrap/settings/load-settings.ts';
import { tokens } from '../src/bootstrap/tokens.ts';
import type { Actor } from '../src/domain/access/actor.ts';
import { BUILT_IN_ROLES } from '../src/domain/access/role.ts';
import { DomainError } from '../src/domain/shared/errors.ts';
import type { Film } from '../tests/kinopoisk-stand-in/film.ts';
import { generateFilms } from '../tests/kinopoisk-stand-in/generate-films.ts';
import { startKinopoiskStandIn } from '../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';

const FILMS = 5_000;
const ZIPF_EXPONENT = 1;
const REQUESTS_A_DAY = 10_000;
const USERS = 1_000;
const QUOTA = 500;
const SHARE_THAT_TYPES = 0.5;
const LETTERS_AT_A_TIME = 3;
const JOB_EVERY_MS = 30_000;
const DAY_MS = 24 * 3600 * 1000;
const FIRST_DAY = Date.parse('2026-11-20T00:00:00.000Z');

const { values } = parseArgs({ options: { days: { type: 'string', default: '7' } } });

type Request = { readonly user: number; readonly film: number } | { readonly user: number; readonly words: string };

/** The same sequence on every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Numbers from 0, the smaller the more often: number k with a weight of 1 / (k + 1). */
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
      yield { user, words: title };
    }
    yield { user, film: film?.kinopoiskId ?? 0 };
  }
}

const films = generateFilms(FILMS);
// Neighbours in the list share words, favourites of the public do not.
const random = randomFrom(20_261_120);
const byFame = films.map((film) => ({ film, at: random() })).toSorted((a, b) => a.at - b.at);
const requests = requestsOf(
  byFame.map(({ film }) => film),
  random,
);

const kinopoisk = await startKinopoiskStandIn({ films, dailyQuota: QUOTA });
const database = await openDatabase({ migrationsFolder });
await database.migrate();
const rules = new DatabaseAccessRules(database);
await rules.open();
const container = createContainer({
  settings: loadSettings({
    AUTH_SECRET: 'kN4vXq8Zr1Lw6TyB3mPc9HsJ7dGfUa2EoViR',
    KINOPOISK_API_KEY: kinopoisk.apiKey,
    KINOPOISK_BASE_URL: kinopoisk.baseUrl,
    KINOPOISK_DAILY_QUOTA: String(QUOTA),
  }),
  keys: deriveSigningKeys('kN4vXq8Zr1Lw6TyB3mPc9HsJ7dGfUa2EoViR'),
  database,
  revocations: new DatabaseRevocationList(database),
  rules,
  passwordHasher: await Argon2PasswordHasher.create(),
  logger: winston.createLogger({ silent: true }),
  errors: logAlone,
  metrics: new PrometheusMetrics(),
  lifecycle: new ProcessLifecycle(),
  currentRequest: () => undefined,
});
let nowMs = FIRST_DAY;
container.rebind(tokens.clock).toConstantValue({ now: () => new Date(nowMs), monotonicMs: () => nowMs });

const [getMovie, searchMovies] = [container.get(GetMovie), container.get(SearchMovies)];
const [enrichment, forget] = [container.get(EnrichmentJob), container.get(PurgeCachedAnswers)];

const permissions = new Set(BUILT_IN_ROLES.find(({ name }) => name === 'user')?.permissions);

function actorOf(user: number): Actor {
  const id = `00000000-0000-7000-8000-${String(user).padStart(12, '0')}`;
  return { kind: 'user', userId: id, sessionId: id, roles: ['user'], permissions, isSuperuser: false };
}

/** Who answered, or why nobody did. */
async function outcomeOf(request: Request): Promise<string> {
  const address = clientAddress(`10.0.${request.user >> 8}.${request.user & 255}`);
  const client = { address, userAgent: null };
  const actor = actorOf(request.user);
  try {
    const { from } =
      'film' in request
        ? await getMovie.execute(actor, { kinopoiskId: request.film, client })
        : await searchMovies.execute(actor, { query: request.words, page: 1, client });
    return from;
  } catch (failure) {
    if (failure instanceof DomainError) return failure.code;
    throw failure;
  }
}

async function playDay(day: number): Promise<void> {
  const startedMs = performance.now();
  kinopoisk.renewQuota();
  kinopoisk.forgetCalls();
  const counts = { film: new Map<string, number>(), search: new Map<string, number>() };
  let jobAtMs = FIRST_DAY + day * DAY_MS;
  for (let index = 0; index < REQUESTS_A_DAY; index++) {
    const atMs = FIRST_DAY + day * DAY_MS + (index * DAY_MS) / REQUESTS_A_DAY;
    for (; jobAtMs <= atMs; jobAtMs += JOB_EVERY_MS) {
      nowMs = jobAtMs;
      await enrichment.run({ aborted: false });
    }
    nowMs = atMs;
    const request = requests.next().value as Request;
    const outcome = await outcomeOf(request);
    const count = 'film' in request ? counts.film : counts.search;
    count.set(outcome, (count.get(outcome) ?? 0) + 1);
  }
  await forget.execute({ kind: 'system', name: 'system' }, { stopping: { aborted: false } });
  const known = await container.get(tokens.movieRepository).count();
  report(day, counts, { known, seconds: (performance.now() - startedMs) / 1000 });
}

function report(
  day: number,
  { film, search }: { film: Map<string, number>; search: Map<string, number> },
  { known, seconds }: { known: number; seconds: number },
): void {
  const calls = Map.groupBy(kinopoisk.calls, ({ operation }) => operation);
  const spent = (['film', 'search', 'staff', 'videos'] as const).map(
    (name) => `${name} ${calls.get(name)?.length ?? 0}`,
  );
  console.log(
    `\nDay ${day + 1}: ${kinopoisk.calls.length} calls (${spent.join(', ')}); ${known} films known at its end`,
  );
  const shown = (count: Map<string, number>): Record<string, string> => {
    const all = Array.from(count.values()).reduce((sum, one) => sum + one, 0);
    const share = (part: number) => `${part} (${((100 * part) / all).toFixed(1)} %)`;
    const parts = Array.from(count).toSorted(([, a], [, b]) => b - a);
    return { requests: String(all), ...Object.fromEntries(parts.map(([name, part]) => [name, share(part)] as const)) };
  };
  console.table({ films: shown(film), searches: shown(search) });
  console.log(`played in ${seconds.toFixed(0)} s`);
}

for (let day = 0; day < Number(values.days); day++) await playDay(day);
await container.get(BackgroundRevalidation).stop();
await rules.close();
await database.close();
await kinopoisk.close();
