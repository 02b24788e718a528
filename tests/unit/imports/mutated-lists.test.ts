import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFilmFile } from '../../../src/adapters/files/film-file.ts';
import type { FilmMatcher } from '../../../src/application/imports/film-matcher.ts';
import { OwnerView } from '../../../src/application/imports/owner-view.ts';
import { TimeSlice } from '../../../src/application/shared/time-slice.ts';
import type { FilmRecord } from '../../../src/domain/films/movie.ts';
import { searchKey } from '../../../src/domain/films/search-key.ts';
import type { ListRow } from '../../../src/domain/imports/film-import.ts';
import { FilmListUnusable } from '../../../src/domain/imports/film-import.ts';
import { anImportWork } from '../../builders/imports.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { mutatedLists } from '../../support/list-layouts/mutations.ts';
import { readAt, readList } from '../../support/read-list.ts';

const clock = new FixedClock(readAt);
let films: ReadonlyMap<number, FilmRecord>;
let matcher: FilmMatcher;
let view: OwnerView;

beforeAll(async () => {
  const work = await anImportWork({ clock, source: undefined });
  const records = await readFilmFile('seed/films.json');
  await work.movies.save(records);
  films = new Map(records.map((film) => [film.kinopoiskId, film]));
  ({ matcher } = work);
  view = new OwnerView(work.movies, undefined);
});

async function rowsOf(type: 'csv' | 'json', content: Uint8Array, encoding: string | undefined): Promise<ListRow[]> {
  try {
    return (await readList(type, content, { encoding, pieceBytes: 97 })).rows;
  } catch (error) {
    if (error instanceof FilmListUnusable) return [];
    throw error;
  }
}

async function matchesOf(rows: readonly ListRow[]): Promise<number[]> {
  const said = rows.flatMap((row) => ('film' in row ? [row.film] : []));
  const slice = new TimeSlice(clock, 1000, { aborted: false });
  const matches = await matcher.matchKnown(said, { view, slice, isLastWord: false });
  return matches.flatMap((match) => (match.outcome === 'matched' ? [match.kinopoiskId] : []));
}

/** Whether the file, in any encoding, contains an id of the film or one of its titles. */
function names(content: Uint8Array, film: FilmRecord | undefined): boolean {
  const titles = [film?.nameRu, film?.nameOriginal, film?.nameEn].flatMap((title) => (title ? [searchKey(title)] : []));
  const ids = [String(film?.kinopoiskId), film?.imdbId?.replace(/^tt0*/, '')].filter((id) => id !== undefined);
  return ['utf-8', 'windows-1251', 'koi8-r', 'windows-1252', 'utf-16le', 'utf-16be'].some((encoding) => {
    const text = new TextDecoder(encoding).decode(content).replaceAll('\0', '');
    const keys = text
      .split(/[\n\r]/)
      .map(bareKey)
      .join(' ');
    return ids.some((id) => text.includes(id)) || titles.some((title) => keys.includes(bare(title)));
  });
}

/** The key without articles and blanks, because quotes and delimiters may be between them. */
function bareKey(line: string): string {
  return bare(
    line
      .match(/.{1,900}/gsu)
      ?.map((part) => searchKey(part))
      .join(' ') ?? '',
  );
}

function bare(key: string): string {
  return key.replace(/\b(?:the|an?)\b/g, '').replaceAll(' ', '');
}

describe('a list that was cut, damaged or saved by another program', () => {
  it('is read or refused, and never names a film that is not in it', async () => {
    await fc.assert(
      fc.asyncProperty(mutatedLists, async ({ type, content, encoding }) => {
        const strangers = (await matchesOf(await rowsOf(type, content, encoding))).filter(
          (id) => !names(content, films.get(id)),
        );
        expect(strangers.map((id) => films.get(id)?.nameRu)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
