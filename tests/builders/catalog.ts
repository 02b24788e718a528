import { FilmSearch } from '../../src/application/films/film-search.ts';
import { MovieCatalog } from '../../src/application/films/movie-catalog.ts';
import type { FilmSource } from '../../src/application/films/ports/film-source.ts';
import { BackgroundRevalidation } from '../../src/application/films/upstream/background-revalidation.ts';
import type { Asker } from '../../src/application/films/upstream/call-shares.ts';
import { CallShares } from '../../src/application/films/upstream/call-shares.ts';
import type { AsService, SharedWork } from '../../src/application/shared/ports/as-service.ts';
import type { LimitPolicy } from '../../src/application/shared/ports/rate-limiter.ts';
import { LIMIT_POLICIES } from '../../src/application/shared/ports/rate-limiter.ts';
import { CollectingOperationLog } from '../fakes/collecting-operation-log.ts';
import { CountingMetrics } from '../fakes/counting-metrics.ts';
import type { FixedClock } from '../fakes/fixed-clock.ts';
import { InMemoryMissingFilmCache } from '../fakes/in-memory-missing-film-cache.ts';
import { InMemoryMovieRepository } from '../fakes/in-memory-movie-repository.ts';
import { InMemoryRateLimiter } from '../fakes/in-memory-rate-limiter.ts';
import { InMemorySearchRepository } from '../fakes/in-memory-search-repository.ts';
import { aUserActor } from './actor.ts';
import { clientAt } from './session.ts';

const unlimited = { limit: 1_000_000, windowSeconds: 60 };

/** Limits that no test reaches by accident, except those given. */
export function limitsWith(some: Partial<Record<LimitPolicy, { limit: number; windowSeconds: number }>>) {
  const all = Object.fromEntries(LIMIT_POLICIES.map((policy) => [policy, unlimited])) as Record<
    LimitPolicy,
    typeof unlimited
  >;
  return { ...all, ...some };
}

/** A user with this id, who asks from this address. */
export function anAsker(userId = 'alice', address = '203.0.113.7'): Asker {
  return { actor: aUserActor({ userId }), client: clientAt(address) };
}

/**
 * The catalogue and the search over fakes that share their data. `share`: number of questions a day that one asker may
 * ask the source. The result has `shared`: the shared work that was done.
 */
export function aCatalog({
  clock,
  source,
  movies = new InMemoryMovieRepository(),
  share = 1_000_000,
  limits = {},
  newForDays = 0,
}: {
  clock: FixedClock;
  source: FilmSource | undefined;
  movies?: InMemoryMovieRepository;
  share?: number;
  limits?: Parameters<typeof limitsWith>[0];
  newForDays?: number;
}) {
  const shared: SharedWork[] = [];
  const asService: AsService = (work, run) => {
    shared.push(work);
    return run();
  };
  const log = new CollectingOperationLog();
  const metrics = new CountingMetrics();
  const revalidation = new BackgroundRevalidation({ log, metrics, clock }, asService);
  const ofOne = { limit: share, windowSeconds: 86_400 };
  const limiter = new InMemoryRateLimiter(clock, limitsWith({ kinopoisk: ofOne, ...limits }));
  const shares = new CallShares(limiter, clock, newForDays);
  const parts = {
    ...{ movies, source, shares, largestId: 20_000_000, mostQuestionsOfOne: 40 },
    ...{ revalidation, metrics, clock, asService },
  };
  return {
    log,
    shared,
    metrics,
    movies,
    revalidation,
    shares,
    catalog: new MovieCatalog({ ...parts, missingFilms: new InMemoryMissingFilmCache() }),
    search: new FilmSearch({ ...parts, searches: new InMemorySearchRepository(movies) }),
  };
}
