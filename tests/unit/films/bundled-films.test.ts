import { describe, expect, it } from 'vitest';
import { readFilmFile } from '../../../src/adapters/files/film-file.ts';

/** Well-known facts about these films, and facts that were wrong in the list before. */
const KNOWN: Readonly<Record<number, string>> = {
  301: 'tt0133093',
  361: 'tt0137523',
  41519: 'tt0118767',
  77044: 'tt0108778',
  258687: 'tt0816692',
  4502606: 'tt4772188',
};

describe('the bundled films', () => {
  it('have different IMDb ids, or none', async () => {
    const ids = (await readFilmFile('seed/films.json')).flatMap(({ imdbId }) => imdbId ?? []);
    expect(ids.length).toBeGreaterThan(70);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(ids.filter((id) => !/^tt\d{7,8}$/.test(id))).toEqual([]);
  });

  it('have no two films with the same title and year', async () => {
    const films = (await readFilmFile('seed/films.json')).map((film) => `${film.nameRu} ${film.year} ${film.type}`);
    expect(films.filter((film, at) => films.indexOf(film) !== at)).toEqual([]);
  });

  it.each(Object.entries(KNOWN))('has %s as %s', async (kinopoiskId, imdbId) => {
    const film = (await readFilmFile('seed/films.json')).find((each) => each.kinopoiskId === Number(kinopoiskId));
    expect(film?.imdbId).toBe(imdbId);
  });
});
