import { beforeEach, describe, expect, it } from 'vitest';
import { FilmSourceQuotaSpent, FilmSourceTimeout } from '../../../src/application/films/ports/film-source.ts';
import { EnrichMovie } from '../../../src/application/films/upstream/enrich-movie.ts';
import { EnrichmentJob } from '../../../src/application/films/upstream/enrichment-job.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import { aUserActor, operator } from '../../builders/actor.ts';
import { aCatalog } from '../../builders/catalog.ts';
import { aCard, aMovie } from '../../builders/film.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryApiQuota } from '../../fakes/in-memory-api-quota.ts';
import { InMemoryEnrichmentQueue } from '../../fakes/in-memory-enrichment-queue.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';

const going = { aborted: false };

let clock: FixedClock;
let movies: InMemoryMovieRepository;
let source: InMemoryFilmSource;
let enrichMovie: EnrichMovie;
let budget: InMemoryApiQuota;
let job: EnrichmentJob;

beforeEach(async () => {
  clock = new FixedClock();
  movies = new InMemoryMovieRepository();
  source = new InMemoryFilmSource(clock);
  const cards = [1, 2, 3, 4, 5].map((kinopoiskId) => aCard({ kinopoiskId }));
  source.knows(...cards);
  await movies.save(cards.map((card) => ({ ...card, directors: undefined, trailerUrl: undefined })));
  enrichMovie = new EnrichMovie(aCatalog({ movies, source, clock }).catalog);
  budget = new InMemoryApiQuota();
  job = new EnrichmentJob(new InMemoryEnrichmentQueue(movies), enrichMovie, budget, clock, new NumberedIds());
});

const enriched = () => movies.all().filter(({ isEnriched }) => isEnriched);

describe('EnrichmentJob', () => {
  it('completes two films per run until none is left, with one call for each', async () => {
    for (const count of [2, 4, 5, 5]) {
      await job.run(going);
      expect(enriched()).toHaveLength(count);
    }
    expect(source.calls).toHaveLength(10);
    expect(new Set(source.calls).size).toBe(10);
    expect(enriched()[0]).toEqual(aMovie({ kinopoiskId: 1, webUrl: aCard().webUrl }));
  });

  it('does not call a failing source for five minutes', async () => {
    source.fails(new FilmSourceTimeout());
    await job.run(going);
    expect(source.calls).toEqual(['directors 1', 'trailer 1']);
    source.recovers();
    clock.advanceSeconds(299);
    await job.run(going);
    expect(enriched()).toEqual([]);
    clock.advanceSeconds(1);
    await job.run(going);
    expect(enriched().map(({ kinopoiskId }) => kinopoiskId)).toEqual([2, 3]);
    clock.advanceSeconds(600);
    await job.run(going);
    await job.run(going);
    expect(enriched()).toHaveLength(5);
  });

  it('does nothing until the quota is renewed', async () => {
    source.fails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 }));
    await job.run(going);
    source.recovers();
    clock.advanceSeconds(3599);
    await job.run(going);
    expect(enriched()).toEqual([]);
    clock.advanceSeconds(1);
    await job.run(going);
    expect(enriched()).toHaveLength(2);
  });

  it('waits while the remaining calls are reserved for users', async () => {
    await budget.learn({ limit: 500, used: 247 }, clock.now());
    await job.run(going);
    expect(source.calls).toEqual([]);
    clock.advanceSeconds(2 * 3600);
    await job.run(going);
    expect(enriched()).toHaveLength(2);
  });

  it('stores the successful half when the other half failed', async () => {
    source.fails(new FilmSourceTimeout(), ['trailer']);
    await job.run(going);
    expect(await movies.find(1)).toEqual({
      ...aMovie({ kinopoiskId: 1, webUrl: aCard().webUrl }),
      trailerUrl: null,
      isEnriched: false,
    });
  });

  it('starts no film after a stop', async () => {
    await job.run({ aborted: true });
    expect(source.calls).toEqual([]);
  });

  it('does not hide a fault of the service', async () => {
    const fault = new TypeError('x is undefined');
    source.fails(fault);
    await expect(job.run(going)).rejects.toBe(fault);
  });
});

describe('EnrichMovie', () => {
  it('is only for the service itself', async () => {
    await expect(enrichMovie.execute(aUserActor(), { kinopoiskId: 1 })).rejects.toThrow(new PermissionDenied());
    await enrichMovie.execute(operator, { kinopoiskId: 1 });
    expect(enriched()).toHaveLength(1);
  });

  it('does nothing without a source', async () => {
    await new EnrichMovie(aCatalog({ movies, source: undefined, clock }).catalog).execute(operator, { kinopoiskId: 1 });
    expect(enriched()).toEqual([]);
  });
});
