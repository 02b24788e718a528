import { expect, it, onTestFinished } from 'vitest';
import { databaseOn, IN_MEMORY, startPglite } from '../../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { DrizzleFavoriteMovieRepository } from '../../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { FAVORITE_SORTS } from '../../../src/domain/shelf/favorite-movie.ts';
import { uuid } from '../../builders/user.ts';
import { manyFilms } from '../../support/many-films.ts';
import { pgliteSnapshot } from '../../support/pglite-snapshot.ts';

const FILMS = 2_250;
const owner = uuid(1);

/** A shelf with many ties and unknown values in each order, and the statements that read it. */
async function aLongShelf() {
  const pglite = await startPglite(IN_MEMORY, await pgliteSnapshot('drizzle'));
  const statements: string[] = [];
  const query = pglite.query.bind(pglite);
  pglite.query = (text, ...rest) => {
    statements.push(text);
    return query(text, ...rest);
  };
  await pglite.exec(`
    ${manyFilms(FILMS)};
    update movies set title_key = case when kinopoisk_id % 5 > 0 then 'серия ' || kinopoisk_id % 400 end,
      year = case when kinopoisk_id % 4 > 0 then year end, rating = case when kinopoisk_id % 7 > 0 then rating end;
    insert into users (id, username, username_skeleton, password_hash, created_at)
      values ('${owner}', 'anna', 'anna', 'hash', now());
    insert into favorite_movies select '${owner}', f, now() + f % 300 * interval '1 s', null, nullif(f % 11, 0),
      case when f % 2 = 0 then date '2026-01-01' + f % 200 end from generate_series(1, ${FILMS}) f`);
  const database = await databaseOn(pglite, { migrationsFolder: 'drizzle' });
  onTestFinished(() => database.close());
  return { favorites: new DrizzleFavoriteMovieRepository(database), statements };
}

it('a long shelf is sent in its order, and sorted once for a thousand films', async () => {
  const { favorites, statements } = await aLongShelf();
  for (const sort of FAVORITE_SORTS) {
    const { items, total } = await favorites.list(owner, { sort }, { page: 1, perPage: FILMS });
    expect(total).toBe(FILMS);
    statements.length = 0;
    const streamed: number[] = [];
    for await (const { movie } of favorites.stream(owner, { sort })) streamed.push(movie.kinopoiskId);
    expect(streamed, sort).toEqual(items.map(({ movie }) => movie.kinopoiskId));
    const sorting = statements.filter((text) => text.includes('"favorite_movies"') && !text.includes(' in ($'));
    expect(sorting, sort).toHaveLength(4);
  }
});

it('of a long shelf, films that are removed while it is sent are left out', async () => {
  const { favorites } = await aLongShelf();
  const streamed: number[] = [];
  for await (const { movie } of favorites.stream(owner, { sort: 'title', watched: true })) {
    if (streamed.length === 150) await favorites.addAndRemove(owner, { add: [], remove: [1_500, 2_000] }, new Date());
    streamed.push(movie.kinopoiskId);
  }
  expect(streamed).toHaveLength(FILMS / 2 - 2);
  expect(new Set(streamed).size).toBe(streamed.length);
});
