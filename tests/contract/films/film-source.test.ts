import { afterAll, beforeAll } from 'vitest';
import { FailureCachingFilmSource } from '../../../src/adapters/kinopoisk/failure-caching-film-source.ts';
import { KinopoiskCalls } from '../../../src/adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskFilmSource } from '../../../src/adapters/kinopoisk/kinopoisk-film-source.ts';
import { aFilm } from '../../builders/film.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { UnlimitedApiQuota } from '../../fakes/unlimited-api-quota.ts';
import type { StaffRow } from '../../kinopoisk-stand-in/film.ts';
import type { KinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { startKinopoiskStandIn } from '../../kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { ToldToSource } from './film-source.contract.ts';
import { filmSourceContract } from './film-source.contract.ts';

const clock = new FixedClock();
let standIn: KinopoiskStandIn;
beforeAll(async () => {
  standIn = await startKinopoiskStandIn();
});
afterAll(() => standIn.close());

filmSourceContract('in memory', clock.now(), async ({ films, popular, votes }) => {
  const source = new InMemoryFilmSource(clock);
  const records = films.map((film) => aFilm({ nameOriginal: null, ...film }));
  source.knows(...records);
  source.hasList(
    'popular',
    popular.map((id) => records.find((film) => film.kinopoiskId === id)!),
  );
  for (const [userId, theirs] of votes) {
    source.shows(
      userId,
      theirs.map(({ kinopoiskId, userRating }) => ({
        film: records.find((film) => film.kinopoiskId === kinopoiskId)!,
        userRating,
      })),
    );
  }
  return source;
});

filmSourceContract('Kinopoisk', clock.now(), async (told) => kinopoisk(told));
filmSourceContract('Kinopoisk, with failures cached', clock.now(), async (told) => {
  return new FailureCachingFilmSource(kinopoisk(told), clock);
});

function kinopoisk({ films, popular, votes }: ToldToSource): KinopoiskFilmSource {
  for (const { trailerUrl, directors, ...film } of films) {
    const videos = trailerUrl === null ? [] : [{ url: trailerUrl, name: 'Трейлер', site: 'YOUTUBE' }];
    // The most popular films are those with the most ratings.
    const place = popular.indexOf(film.kinopoiskId);
    const voteCount = place < 0 ? 1 : 1_000_000 - place;
    standIn.addFilm({ ...film, voteCount, videos, staff: directors.map(directorRow) });
  }
  for (const [userId, theirs] of votes) standIn.addProfile(userId, theirs);
  standIn.addProfile(800_002, 'private');
  const { baseUrl, apiKey } = standIn;
  // The clock does not run, so waiting for a turn would never end.
  const pacing = { callMs: 0, searchMs: 0, votesMs: 0 };
  const calls = new KinopoiskCalls(new UnlimitedApiQuota(), new CountingMetrics(), clock, pacing);
  return new KinopoiskFilmSource({ baseUrl, apiKey }, calls, clock);
}

function directorRow({ id, name }: { readonly id: number; readonly name: string }): StaffRow {
  return {
    ...{ staffId: id, nameRu: name, nameEn: null, description: null, posterUrl: 'https://images.example.org/1.jpg' },
    ...{ professionText: 'Режиссеры', professionKey: 'DIRECTOR' },
  };
}
