import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src/adapters/files/csv.ts';
import { TextShelfFiles } from '../../../src/adapters/files/text-shelf-files.ts';
import type { ShelfFileFormat } from '../../../src/application/shelf/ports/shelf-files.ts';
import type { VisibleFavorite } from '../../../src/domain/shelf/favorite-movie.ts';
import { EMPTY_PERSONAL } from '../../../src/domain/shelf/favorite-movie.ts';
import { aMovie, KEPT_AT, keptMatrix, visibleAsTeaser } from '../../builders/film.ts';

const matrix = keptMatrix('Красная таблетка, "белый кролик"\nи 🎬');
const restricted: VisibleFavorite = {
  ...visibleAsTeaser(aMovie({ title: '=cmd|calc' }), ['new']),
  ...EMPTY_PERSONAL,
  addedAt: KEPT_AT,
};

async function write(format: ShelfFileFormat, ...films: VisibleFavorite[]): Promise<string> {
  let text = '';
  for await (const piece of new TextShelfFiles().write(format, films.values() as never)) text += piece;
  return text;
}

describe('TextShelfFiles', () => {
  it('writes JSON with all data', async () => {
    expect(JSON.parse(await write('json', matrix, restricted))).toEqual([
      {
        kinopoisk_id: 301,
        imdb_id: 'tt0133093',
        title: 'Матрица',
        original_title: 'The Matrix',
        year: 1999,
        type: 'FILM',
        user_rating: 9,
        note: 'Красная таблетка, "белый кролик"\nи 🎬',
        watched_at: '2026-11-19',
        added_at: '2026-11-20T12:00:00.123Z',
      },
      {
        kinopoisk_id: 301,
        imdb_id: null,
        title: '=cmd|calc',
        original_title: null,
        year: 1999,
        type: 'FILM',
        user_rating: null,
        note: null,
        watched_at: null,
        added_at: '2026-11-20T12:00:00.123Z',
      },
    ]);
  });

  it('writes CSV that a spreadsheet reads correctly', async () => {
    expect(await write('csv', matrix, restricted)).toBe(
      [
        '\ufeffkinopoisk_id,imdb_id,title,original_title,year,type,user_rating,note,watched_at,added_at',
        '301,tt0133093,Матрица,The Matrix,1999,FILM,9,"Красная таблетка, ""белый кролик""\nи 🎬",2026-11-19,2026-11-20T12:00:00.123Z',
        "301,,'=cmd|calc,,1999,FILM,,,,2026-11-20T12:00:00.123Z",
        '',
      ].join('\r\n'),
    );
  });

  it('writes the import format of Letterboxd', async () => {
    expect(await write('letterboxd', matrix, restricted)).toBe(
      [
        'imdbID,Title,Year,Rating10,WatchedDate,Review',
        'tt0133093,The Matrix,1999,9,2026-11-19,"Красная таблетка, ""белый кролик""\nи 🎬"',
        ",'=cmd|calc,1999,,,",
        '',
      ].join('\r\n'),
    );
  });

  it.each<[ShelfFileFormat, RegExp]>([
    ['json', /^\[\]$/],
    ['csv', /^\ufeffkinopoisk_id,[a-z_,]+\r\n$/],
    ['letterboxd', /^imdbID,[A-Za-z0-9,]+\r\n$/],
  ])('writes a file of an empty shelf as %s', async (format, text) => {
    expect(await write(format)).toMatch(text);
  });
});

describe('csvLine', () => {
  it.each(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])(
    'writes no cell that begins with %j',
    (sign) => {
      expect(csvLine([`${sign}1+1`])).toMatch(/^"?'/);
      expect(csvLine([`a${sign}1`])).not.toMatch(/^"?'/);
    },
  );

  it('writes numbers unchanged, even negative ones', () => {
    expect(csvLine([-1, 0, null, 8.5])).toBe('-1,0,,8.5\r\n');
  });

  it('keeps quotes, commas and lines within a cell', () => {
    expect(csvLine(['a"b', 'c,d', 'e\r\nf', ''])).toBe('"a""b","c,d","e\r\nf",\r\n');
  });

  describe('splits a shelf for Letterboxd', () => {
    const films = Array.from({ length: 1200 }, (_, at) => keptMatrix(`${at} ${'ы'.repeat(900)}`));
    const partOf = async (part: number, all = films, format: ShelfFileFormat = 'letterboxd') => {
      const shelf = all.values() as never;
      const { pieces, isLast } = await new TextShelfFiles().writePart(format, shelf, { part, maxBytes: 1_000_000 });
      return { text: pieces.join(''), isLast };
    };

    it('into files of at most 1 MB, each with a header, which together are complete', async () => {
      const parts = await Promise.all([1, 2, 3].map(async (part) => partOf(part)));
      expect(parts.map(({ isLast }) => isLast)).toEqual([false, false, true]);
      const [header] = parts[0]!.text.split('\r\n');
      for (const { text } of parts) {
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
        expect(text.startsWith(`${header}\r\n`)).toBe(true);
      }
      const lines = parts.map(({ text }) => text.slice((header ?? '').length + 2)).join('');
      expect(`${header}\r\n${lines}`).toBe(await write('letterboxd', ...films));
    });

    it('and in any other format: each part of JSON is a list', async () => {
      const parts = await Promise.all([1, 2, 3].map(async (part) => partOf(part, films, 'json')));
      expect(parts.map(({ isLast }) => isLast)).toEqual([false, false, true]);
      for (const { text } of parts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
      const whole: unknown = JSON.parse(await write('json', ...films));
      expect(parts.flatMap(({ text }) => JSON.parse(text) as unknown[])).toEqual(whole);
      expect(await partOf(4, films, 'json')).toEqual({ text: '[]', isLast: true });
    });

    it('into one file, if it is small, and has no films after the last part', async () => {
      expect(await partOf(1, films.slice(0, 3))).toEqual({
        text: await write('letterboxd', ...films.slice(0, 3)),
        isLast: true,
      });
      expect(await partOf(2, films.slice(0, 3))).toEqual({ text: await write('letterboxd'), isLast: true });
    });

    it.each([
      ['is larger', 0, false],
      ['just fits', 1, true],
    ])('only if it is too large for one file, and reads it once: it %s', async (_, more, fits) => {
      let read = 0;
      const counted = async function* () {
        for (const film of films.slice(0, 9)) {
          read += 1;
          yield film;
        }
      };
      const whole = await write('letterboxd', ...films.slice(0, 9));
      const maxBytes = Buffer.byteLength(whole) - 1 + more;
      const file = await new TextShelfFiles().writeMeasured('letterboxd', counted(), maxBytes);
      expect([file.fits, (await Array.fromAsync(file.pieces)).join(''), read]).toEqual([fits, whole, 9]);
    });
  });
});
