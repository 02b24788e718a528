import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/adapters/files/csv.ts';
import { readFilmFile } from '../../../src/adapters/files/film-file.ts';
import { TextFilmListFiles } from '../../../src/adapters/files/text-film-list-files.ts';
import { DrizzleMovieRepository } from '../../../src/adapters/persistence/films/drizzle-movie-repository.ts';
import { DrizzleFilmIndex } from '../../../src/adapters/persistence/imports/drizzle-film-index.ts';
import type { DescribedFilm } from '../../../src/domain/imports/film-matching.ts';
import { matchByTitle } from '../../../src/domain/imports/film-matching.ts';
import { onEachEngine } from '../../support/database.ts';
import { titlesToMatch } from '../../support/titles-to-match.ts';

/** The present value. Increase it if matching gets better; never decrease it. */
const LEAST_RECALL = 0.98;

/** The table as a file, because matching uses the titles as the reader of files parses them. */
async function described(): Promise<DescribedFilm[]> {
  const lines = titlesToMatch.map(({ title, originalTitle, year }) => csvLine([title, originalTitle, year]));
  const text = csvLine(['Title', 'Original title', 'Year']) + lines.join('');
  async function* bytes() {
    yield Buffer.from(text);
  }
  const { rows } = await new TextFilmListFiles().read({ type: 'csv', bytes: bytes() });
  const films: DescribedFilm[] = [];
  for await (const row of rows) if ('film' in row) films.push(row.film);
  return films;
}

onEachEngine((adapter, open) => {
  describe(`matching two hundred titles: ${adapter}`, () => {
    it('never matches a wrong film, and finds nearly all films of the catalogue', async () => {
      const database = await open();
      await new DrizzleMovieRepository(database).save(await readFilmFile('seed/films.json'));
      const index = new DrizzleFilmIndex(database);
      const films = await described();
      expect(films).toHaveLength(titlesToMatch.length);
      const wrong: string[] = [];
      const missed: string[] = [];
      for (const [at, { title, originalTitle, year, kinopoiskId }] of titlesToMatch.entries()) {
        const film = films[at]!;
        const [equal = []] = await index.byEqualTitles([film]);
        const match = matchByTitle(film, equal, { isExhaustive: true });
        const found = match.outcome === 'matched' ? match.kinopoiskId : null;
        const line = `${title} | ${originalTitle} | ${year}: ${found} for ${kinopoiskId}`;
        if (found !== null && found !== kinopoiskId) wrong.push(line);
        if (found === null && kinopoiskId !== null) missed.push(`${line} ${JSON.stringify(match)}`);
      }
      const there = titlesToMatch.filter(({ kinopoiskId }) => kinopoiskId !== null).length;
      const recall = 1 - missed.length / there;
      expect(wrong).toEqual([]);
      expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(LEAST_RECALL);
    });
  });
});
