import { FilmSearch } from '../../src/application/film-search.ts';
import { MovieCatalog } from '../../src/application/movie-catalog.ts';
import type { FilmSource } from '../../src/application/ports/film-source.ts';
import type { LimitPolicy } from '../../src/application/ports/rate-limiter.ts';
import { LIMIT_POLICIES } from '../../src/application/ports/rate-limiter.ts';
import { RefreshBehind } from '../../src/application/refresh-behind.ts';
import { CollectingOperationLog } from '../fakes/collecting-operation-log.ts';
import { CountingMetrics } from '../fakes/counting-metrics.ts';
import type { FixedClock } from '../fakes/fixed-clock.ts';
import { InMemoryMovieRepository } from '../fakes/in-memory-movie-repository.ts';
import { InMemoryRateLimiter } from '../fakes/in-memory-rate-limiter.ts';
import { InMemorySearchRepository } from '../fakes/in-memory-search-repository.ts';
import { InMemoryUnknownFilms } from '../fakes/in-memory-unknown-films.ts';

const unlimited = { limit: 1_000_000, windowSeconds: 60 };

/** Limits that no test meets by accident, but for those given. */
export function limitsWith(some: Partial<Record<LimitPolicy, { limit: number; windowSeconds: number }>>) {
  const all = Object.fromEntries(LIMIT_POLICIES.map((policy) => [policy, unlimited])) as Record<
    LimitPolicy,
    typeof unlimited
  >;
  return { ...all, ...some };
}

/** Films by id and by words over fakes that know of each other. `share`: questions a day that one asker may put to the source. */
export function aCatalog({
  clock,
  source,
  movies = new InMemoryMovieRepository(),
  share = 1_000_000,
}: {
  clock: FixedClock;
  source: FilmSource | undefined;
  movies?: InMemoryMovieRepository;
  share?: number;
}) {
  const log = new CollectingOperationLog();
  const metrics = new CountingMetrics();
  const refreshBehind = new RefreshBehind({ log, metrics, clock });
  const limiter = new InMemoryRateLimiter(clock, limitsWith({ kinopoisk: { limit: share, windowSeconds: 86_400 } }));
  const parts = { movies, source, limiter, refreshBehind, metrics, clock };
  return {
    log,
    metrics,
    movies,
    refreshBehind,
    catalog: new MovieCatalog({ ...parts, unknownFilms: new InMemoryUnknownFilms() }),
    search: new FilmSearch({ ...parts, searches: new InMemorySearchRepository(movies) }),
  };
}
