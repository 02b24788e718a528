import { describe, expect, it } from 'vitest';
import { PurgeCachedAnswers } from '../../../src/application/films/upstream/purge-cached-answers.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import { aUserActor, operator } from '../../builders/actor.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryMissingFilmCache } from '../../fakes/in-memory-missing-film-cache.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { InMemorySearchRepository } from '../../fakes/in-memory-search-repository.ts';

const going = { stopping: { aborted: false } };

describe('PurgeCachedAnswers', () => {
  it('deletes searches after thirty days and unknown films after an hour', async () => {
    const clock = new FixedClock();
    const searches = new InMemorySearchRepository(new InMemoryMovieRepository());
    const missingFilms = new InMemoryMissingFilmCache();
    const forget = new PurgeCachedAnswers(searches, missingFilms, clock);
    await searches.keep('матрица', 1, { kinopoiskIds: [], total: 0, fetchedAt: clock.now() });
    await missingFilms.add(404, clock.now());
    expect(await forget.execute(operator, going)).toEqual({ searches: 0, missingFilms: 0 });
    clock.advanceSeconds(3601);
    expect(await forget.execute(operator, going)).toEqual({ searches: 0, missingFilms: 1 });
    clock.advanceSeconds(30 * 24 * 3600);
    expect(await forget.execute(operator, going)).toEqual({ searches: 1, missingFilms: 0 });
  });

  it('is only for the service itself', async () => {
    const searches = new InMemorySearchRepository(new InMemoryMovieRepository());
    const forget = new PurgeCachedAnswers(searches, new InMemoryMissingFilmCache(), new FixedClock());
    await expect(forget.execute(aUserActor(), going)).rejects.toThrow(new PermissionDenied());
  });
});
