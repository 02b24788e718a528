import { describe, expect, it } from 'vitest';
import { TextFilmListFiles } from '../../../src/adapters/files/text-film-list-files.ts';
import { TextShelfFiles } from '../../../src/adapters/files/text-shelf-files.ts';
import type { ImportedRow, ListedFilm } from '../../../src/domain/imports/film-import.ts';
import { FilmListUnusable, MAX_ROW_TEXT } from '../../../src/domain/imports/film-import.ts';
import type { VisibleFavorite } from '../../../src/domain/shelf/favorite-movie.ts';
import { EMPTY_PERSONAL } from '../../../src/domain/shelf/favorite-movie.ts';
import { listed } from '../../builders/film-import.ts';
import { aMovie, KEPT_AT, keptMatrix, visibleAsTeaser } from '../../builders/film.ts';
import type { ReadList } from '../../support/read-list.ts';
import { readList } from '../../support/read-list.ts';

const files = new TextFilmListFiles();

/** The rows, without the columns. */
async function read(...list: Parameters<typeof readList>): Promise<Omit<ReadList, 'columns'>> {
  const { columns: _columns, ...rest } = await readList(...list);
  return rest;
}

/** The films of a table in which every row can be used. */
async function filmsOf(content: string): Promise<ListedFilm[]> {
  const { rows } = await read('csv', content);
  return rows.map((row) => ('film' in row ? row.film : expect.fail(JSON.stringify(row))));
}

describe('a table', () => {
  const matrix = listed({ titles: ['Матрица', 'The Matrix'], year: 1999, userRating: 9 });

  it.each([
    ['commas', 'Название,Оригинальное название,Год,Моя оценка\nМатрица,The Matrix,1999,9\n'],
    ['semicolons', 'Название;Оригинальное название;Год;Моя оценка\r\nМатрица;The Matrix;1999;9\r\n'],
    ['tabs', 'Название\tОригинальное название\tГод\tМоя оценка\nМатрица\tThe Matrix\t1999\t9'],
    ['a declared delimiter', 'sep=;\r\nНазвание;Оригинальное название;Год;Моя оценка\r\nМатрица;The Matrix;1999;9'],
    ['quotes', '"Название","Оригинальное название","Год","Моя оценка"\n"Матрица","The Matrix","1999","9"\n'],
    ['headers in English', 'Title,Original Title,Year,My Rating\nМатрица,The Matrix,1999,9\n'],
    ['headers in other words', 'FILM;original_name;Release year;score\nМатрица;The Matrix;1999;9\n'],
    ['columns in any order', 'Оценка,Год,Жанр,Название,Оригинальное название\n9,1999,боевик,Матрица,The Matrix\n'],
    [
      'blank lines and a title above',
      'Мои фильмы\n\nНазвание;Оригинальное название;Год;Балл\n;;;\nМатрица;The Matrix;1999;9\n',
    ],
    ['the year beside the title', 'Название,Оригинальное название,Оценка\nМатрица (1999),The Matrix (1999),9\n'],
    ['blanks around', 'Название , Оригинальное название,Год,Оценка\n Матрица ,The Matrix , 1999 ,9 \n'],
  ])('is read with %s', async (_, content) => {
    expect(await read('csv', content)).toEqual({ format: 'table', rows: [{ film: matrix }] });
  });

  it('keeps delimiters, quotes and line breaks that are quoted', async () => {
    expect(await filmsOf('title;note\n"a;b, ""c""";"one\ntwo"\n')).toEqual([
      listed({ titles: ['a;b, "c"'], note: 'one\ntwo' }),
    ]);
  });

  it('removes the marks of spreadsheets from text that is not a formula', async () => {
    expect(await filmsOf('title,note\n\'=cmd|calc,\'+1\n"=""007""",-\n\'71,\'@home\n')).toEqual([
      listed({ titles: ['=cmd|calc'], note: '+1' }),
      listed({ titles: ['007'], note: '-' }),
      listed({ titles: ["'71"], note: '@home' }),
    ]);
  });

  it.each([
    ['an id of Kinopoisk', 'kinopoisk_id', '301', { kinopoiskId: 301 }],
    ['the largest id of Kinopoisk', 'ID Кинопоиска', '2147483647', { kinopoiskId: 2_147_483_647 }],
    ['a link to Kinopoisk', 'Ссылка', 'https://www.kinopoisk.ru/film/301/', { kinopoiskId: 301 }],
    ['an old link to Kinopoisk', 'link', 'http://www.kinopoisk.ru/film/matritsa-1999-301', { kinopoiskId: 301 }],
    ['a link to a series', 'url', 'https://www.kinopoisk.ru/series/77044/', { kinopoiskId: 77_044 }],
    ['an id of IMDb', 'imdbID', 'tt0133093', { imdbId: 'tt0133093' }],
    ['a link to IMDb', 'URL', 'https://m.imdb.com/ru/title/tt0133093/?ref=x', { imdbId: 'tt0133093' }],
  ])('identifies a film by %s alone', async (_, header, cell, told) => {
    expect(await filmsOf(`${header},note\n${cell},!\n`)).toEqual([listed({ ...told, note: '!' })]);
  });

  it.each([
    ['year', '2010–2015', { year: 2010 }],
    ['year', '2010-', { year: 2010 }],
    ['year', '—', { year: null }],
    ['type', 'TV Mini Series', { isSeries: true }],
    ['type', 'Сериал', { isSeries: true }],
    ['type', 'Фильм', { isSeries: false }],
    ['rating', '7.5', { userRating: 8 }],
    ['rating', '"7,4"', { userRating: 7 }],
    ['rating', 'N/A', { userRating: null }],
    ['rating', '0', { userRating: null }],
    ['watched at', '01.05.2024', { watchedAt: '2024-05-01' }],
    ['watched at', '2024-05-01 23:59', { watchedAt: '2024-05-01' }],
    ['watched at', 'null', { watchedAt: null }],
    ['added at', '2024-05-01', { addedAt: new Date('2024-05-01T00:00:00.000Z') }],
    ['added at', '1.5.2024 10:00', { addedAt: new Date('2024-05-01T00:00:00.000Z') }],
    ['added at', '2024-05-01T03:00:00.5+03:00', { addedAt: new Date('2024-05-01T00:00:00.500Z') }],
  ])('reads %s "%s"', async (header, cell, said) => {
    expect(await filmsOf(`title,${header}\nAlien,${cell}\n`)).toEqual([listed({ titles: ['Alien'], ...said })]);
  });

  it.each([
    ['year', '79', 'unreadable'],
    ['year', '1849', 'unreadable'],
    ['type', 'драма', 'unreadable'],
    ['my rating', '-1', 'unreadable'],
    ['my rating', 'good', 'unreadable'],
    ['my rating', '11/10', 'out_of_range'],
    ['your rating', '11', 'out_of_range'],
    ['watched at', '30.02.2024', 'unreadable'],
    ['watched at', '05/01/2024', 'ambiguous'],
    ['watched at', '2026-12-24', 'out_of_range'],
    ['added at', '2024-13-01', 'unreadable'],
    ['added at', '0101-01-01', 'out_of_range'],
    ['kinopoisk id', '2147483648', 'unreadable'],
    ['imdb id', 'nm0000206', 'unreadable'],
    ['year', '7'.repeat(2501), 'too_long'],
    ['your rating', '7'.repeat(2501), 'too_long'],
    ['type', '7'.repeat(2501), 'too_long'],
    ['original title', '7'.repeat(2501), 'too_long'],
    ['original title', '7'.repeat(301), 'too_long'],
    ['original title', 'A\0', 'not_well_formed'],
  ])('ignores only %s "%s" of the row', async (column, cell, reason) => {
    const rows = `Alien,${cell},good\nStalker,,\n`;
    expect(await read('csv', `title,${column},note\n${rows}`, { encoding: 'utf-8' })).toEqual({
      format: 'table',
      rows: [
        { film: listed({ titles: ['Alien'], note: 'good' }), ignored: [{ column, reason }] },
        { film: listed({ titles: ['Stalker'] }) },
      ],
    });
  });

  it.each([
    ['type', 'TV Episode'],
    ['type', 'Эпизод'],
    ['type', 'Video Game'],
    ['type', 'Podcast Series'],
    ['Season Number', '2'],
    ['серия', '7'],
  ])('has no film in a row with %s "%s"', async (header, cell) => {
    expect(await read('csv', `title,${header}\nAlien,${cell}\nStalker,\n`)).toEqual({
      format: 'table',
      rows: [{ fault: 'not_a_film', text: `Alien ${cell}` }, { film: listed({ titles: ['Stalker'] }) }],
    });
  });

  it('reads a title of sixty thousand blanks quickly', async () => {
    const blanks = ' '.repeat(60_000);
    const { rows } = await read('json', JSON.stringify([{ title: `a${blanks}b` }, { title: 'Alien' }]));
    expect(rows).toMatchObject([{ fault: 'film' }, { film: { titles: ['Alien'] } }]);
  });

  it.each([
    ['with more cells than headers', 'Я, робот,2004,8', { fault: 'columns', text: 'Я  робот 2004 8' }],
    ['about no film', ',2004,8', { fault: 'film', text: ' 2004 8' }],
    ['with NUL in its title', 'A\0,2004,8', { fault: 'film', text: 'A 2004 8' }],
    ['with a title too long', `${'a'.repeat(301)},,`, { fault: 'film', text: 'a'.repeat(MAX_ROW_TEXT) }],
    ['with fewer cells than headers', 'Alien', { film: listed({ titles: ['Alien'] }) }],
    ['with empty cells too many', 'Alien,1979,,,', { film: listed({ titles: ['Alien'], year: 1979 }) }],
    ['with a quotation mark inside', 'The "Thing,1982,', { film: listed({ titles: ['The "Thing'], year: 1982 }) }],
  ])('continues after a row %s', async (_, line, row) => {
    const encoding = 'utf-8';
    expect(await read('csv', `title,year,rating\n${line}\nStalker,1979,10\n`, { encoding })).toEqual({
      format: 'table',
      rows: [row, { film: listed({ titles: ['Stalker'], year: 1979, userRating: 10 }) }],
    });
  });

  it.each([
    ['nothing', '', new FilmListUnusable('no-rows')],
    ['blank lines', '\n\r\n\n', new FilmListUnusable('no-rows')],
    ['no headers of a film', 'year,rating\n1979,10\n', new FilmListUnusable('unknown-columns')],
    ['no headers among many lines', 'a,b\n'.repeat(30), new FilmListUnusable('unknown-columns')],
  ])('is refused with %s', async (_, content, refusal) => {
    await expect(read('csv', content)).rejects.toMatchObject({ faults: refusal.faults });
  });

  it('has no rows if it has only a header', async () => {
    expect(await read('csv', 'title,year\n')).toEqual({ format: 'table', rows: [] });
  });

  it('is refused at an unclosed quotation mark', async () => {
    const content = `title,note\nAlien,!\n"${'a\n'.repeat(40_000)}`;
    await expect(read('csv', content)).rejects.toMatchObject({
      faults: [{ field: 'file', code: 'malformed-file' }],
    });
  });

  it('fails with the error of its bytes', async () => {
    const lost = new Error('connection lost');
    async function* broken() {
      yield Buffer.from(`title\n${'Alien\n'.repeat(20_000)}`);
      throw lost;
    }
    const readWhole = async () => Array.fromAsync((await files.read({ type: 'csv', bytes: broken() })).rows);
    await expect(readWhole()).rejects.toBe(lost);
  });
});

describe('a list of a site', () => {
  it('is read in the form of IMDb', async () => {
    const content = [
      'Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors',
      'tt0133093,9,2023-04-05,The Matrix,The Matrix,https://www.imdb.com/title/tt0133093/,Movie,8.7,136,1999,"Action, Sci-Fi",2100000,1999-03-24,"Lana Wachowski, Lilly Wachowski"',
      'tt0903747,10,2023-04-06,Breaking Bad,Breaking Bad,https://www.imdb.com/title/tt0903747/,TV Series,9.5,45,2008,Drama,2200000,2008-01-20,',
      'tt2301451,10,2023-04-07,Ozymandias,Ozymandias,https://www.imdb.com/title/tt2301451/,TV Episode,10,47,2013,Drama,250000,2013-09-15,Rian Johnson',
      '',
    ].join('\r\n');
    const { format, rows } = await read('csv', content);
    expect({ format, rows: rows.slice(0, 2) }).toEqual({
      format: 'imdb',
      rows: [
        {
          film: listed({
            imdbId: 'tt0133093',
            titles: ['The Matrix'],
            year: 1999,
            isSeries: false,
            userRating: 9,
            addedAt: new Date('2023-04-05T00:00:00.000Z'),
          }),
        },
        {
          film: listed({
            imdbId: 'tt0903747',
            titles: ['Breaking Bad'],
            year: 2008,
            isSeries: true,
            userRating: 10,
            addedAt: new Date('2023-04-06T00:00:00.000Z'),
          }),
        },
      ],
    });
    expect(rows.slice(2)).toMatchObject([{ fault: 'not_a_film' }]);
  });

  it('is read in the form of Letterboxd, whose stars are halves of ratings', async () => {
    const lines = ['0.5', '3', '4.5', '5', ''].map((stars) => `2023-04-05,Alien,1979,https://boxd.it/2awY,${stars}\n`);
    const { format, rows } = await read('csv', `Date,Name,Year,Letterboxd URI,Rating\n${lines.join('')}`);
    const film = listed({ titles: ['Alien'], year: 1979, addedAt: new Date('2023-04-05T00:00:00.000Z') });
    expect({ format, rows }).toEqual({
      format: 'letterboxd',
      rows: [1, 6, 9, 10, null].map((userRating) => ({ film: { ...film, userRating } })),
    });
  });

  it.each(['5.5', '9'])('has no %s stars', async (stars) => {
    const content = `Name,Year,Letterboxd URI,Rating\nAlien,1979,x,${stars}\n`;
    expect(await read('csv', content)).toEqual({
      format: 'letterboxd',
      rows: [
        { film: listed({ titles: ['Alien'], year: 1979 }), ignored: [{ column: 'Rating', reason: 'out_of_range' }] },
      ],
    });
  });
});

describe('an export of this service', () => {
  const matrix = keptMatrix('Красная таблетка, "белый кролик";\nи 🎬');
  const series: VisibleFavorite = {
    ...visibleAsTeaser(aMovie({ kinopoiskId: 5, title: '=cmd|calc', type: 'MINI_SERIES' }), ['new']),
    ...EMPTY_PERSONAL,
    note: '-1',
    addedAt: KEPT_AT,
  };
  const saidOfMatrix = listed({
    kinopoiskId: 301,
    imdbId: 'tt0133093',
    titles: ['Матрица', 'The Matrix'],
    year: 1999,
    note: matrix.note,
    userRating: 9,
    watchedAt: '2026-11-19',
    addedAt: KEPT_AT,
  });
  const saidOfSeries = listed({ kinopoiskId: 5, titles: ['=cmd|calc'], year: 1999, note: '-1', addedAt: KEPT_AT });

  async function written(format: 'csv' | 'json'): Promise<string> {
    const pieces = new TextShelfFiles().write(format, [matrix, series].values() as never);
    return (await Array.fromAsync(pieces)).join('');
  }

  it.each([1, 5, 1000])('is restored from JSON, in pieces of %d bytes', async (pieceBytes) => {
    expect(await read('json', await written('json'), { pieceBytes })).toEqual({
      format: 'kinopolka',
      rows: [{ film: saidOfMatrix }, { film: saidOfSeries }],
    });
  });

  it.each([1, 5, 1000])('is restored from CSV, in pieces of %d bytes', async (pieceBytes) => {
    expect(await read('csv', await written('csv'), { pieceBytes })).toEqual({
      format: 'table',
      rows: [{ film: { ...saidOfMatrix, isSeries: false } }, { film: { ...saidOfSeries, isSeries: true } }],
    });
  });
});

describe('its export for Letterboxd', () => {
  const film = (differences: Partial<VisibleFavorite>) => ({ ...keptMatrix('x'), ...differences });
  const notes = ['=1+1', "'=1", '- a\n- b', 'a;=b', ' blanks ', '"quoted", twice', "it's", '🎬'.repeat(1000)];

  it('is restored with everything that it contains: ids, ratings, days watched and notes', async () => {
    const films = [
      ...notes.map((note) => film({ note })),
      ...Array.from({ length: 10 }, (_, at) => film({ userRating: at + 1, watchedAt: null, note: null })),
    ];
    const pieces = new TextShelfFiles().write('letterboxd', films.values() as never);
    const { format, rows } = await read('csv', (await Array.fromAsync(pieces)).join(''));
    const said = { imdbId: 'tt0133093', titles: ['The Matrix'], year: 1999 };
    expect(format).toBe('letterboxd');
    expect(rows).toEqual(
      films.map(({ note, userRating, watchedAt }) => ({ film: listed({ ...said, note, userRating, watchedAt }) })),
    );
  });
});

describe('a list in JSON', () => {
  const own = {
    kinopoisk_id: 301,
    imdb_id: null,
    title: 'Матрица',
    original_title: null,
    year: 1999,
    type: 'FILM',
    user_rating: null,
    note: null,
    watched_at: null,
    added_at: '2026-11-20T12:00:00.123Z',
  };
  const ownRow = {
    film: listed({ kinopoiskId: 301, titles: ['Матрица'], year: 1999, addedAt: new Date(own.added_at) }),
  };

  it('is read by the names of its fields, record by record', async () => {
    const records = [
      { title: 'Alien', year: 1979, rating: 9.4, tags: ['a'], seen: true },
      { Название: 'Сталкер', год: '1979' },
      { year: 1979 },
      'Solaris',
      null,
      ['Solaris'],
    ];
    expect(await read('json', JSON.stringify(records))).toEqual({
      format: 'table',
      rows: [
        { film: listed({ titles: ['Alien'], year: 1979, userRating: 9 }) },
        { film: listed({ titles: ['Сталкер'], year: 1979 }) },
        { fault: 'columns', text: '{"year":1979}' },
        { fault: 'columns', text: '"Solaris"' },
        { fault: 'columns', text: 'null' },
        { fault: 'columns', text: '["Solaris"]' },
      ],
    });
  });

  it.each([
    ['an id that is none', { kinopoisk_id: 0 }],
    ['an id that is text', { kinopoisk_id: '301' }],
    ['an id beyond its column', { kinopoisk_id: 2_147_483_648 }],
    ['a title with NUL', { title: 'a\0b' }],
    ['an original title with half a character', { original_title: '\ud83c' }],
    ['an id of IMDb with NUL', { imdb_id: 'tt\0' }],
    ['a time that is none', { added_at: 'yesterday' }],
    ['a field of another type', { note: 5 }],
    ['a field missing', { note: undefined }],
  ])('continues after a record of this service with %s', async (_, differences) => {
    const broken = { ...own, ...differences };
    expect(await read('json', JSON.stringify([own, broken, own]))).toEqual({
      format: 'kinopolka',
      rows: [ownRow, { fault: 'columns', text: JSON.stringify(broken).slice(0, MAX_ROW_TEXT) }, ownRow],
    });
  });

  it.each([
    ['no records', '[]', new FilmListUnusable('no-rows')],
    ['nothing', '', new FilmListUnusable('no-rows')],
    ['only text', '"Alien"', new FilmListUnusable('malformed-file', 0)],
    ['what is no JSON', 'title,year\nAlien,1979\n', new FilmListUnusable('malformed-file', 0)],
    ['an end too early', '[{"title":"Alien"},', new FilmListUnusable('malformed-file', 1)],
    ['a second list', '[{"title":"Alien"}][{"title":"Alien"}]', new FilmListUnusable('malformed-file', 1)],
    ['records of no films', '[{"year":1979}]', new FilmListUnusable('unknown-columns')],
    ['records that are none', '[1,2]', new FilmListUnusable('unknown-columns')],
    ['much depth', `[{"title":"Alien"},{"a":${'['.repeat(50_000)}`, new FilmListUnusable('too-deep', 1)],
    ['one level too many', `[{"title":"Alien","a":${'['.repeat(7)}`, new FilmListUnusable('too-deep', 0)],
  ])('is refused with %s', async (_, content, refusal) => {
    await expect(read('json', content, { pieceBytes: 1_000_000 })).rejects.toMatchObject({ faults: refusal.faults });
  });
});

describe('the rows of an import as a table', () => {
  async function* rowsOf(...rows: ImportedRow[]): AsyncIterable<ImportedRow> {
    yield* rows;
  }
  const undecided = { kinopoiskId: null, by: null, confidence: null, candidates: [], effect: null };
  const film = listed({
    imdbId: 'tt0133093',
    titles: ['=Матрица', 'The Matrix'],
    year: 1999,
    userRating: 9,
    note: 'a;b',
    watchedAt: '2026-11-19',
    addedAt: KEPT_AT,
  });
  const rows: ImportedRow[] = [
    {
      ...undecided,
      row: 3,
      said: { film, ignored: [{ column: 'added_at', reason: 'unreadable' }] },
      outcome: 'ambiguous',
      candidates: [
        { kinopoiskId: 301, title: 'Матрица', year: 1999, confidence: 0.9 },
        { kinopoiskId: 7, title: null, year: null, confidence: 0.5 },
      ],
    },
    { ...undecided, row: 4, said: { film: listed({ kinopoiskId: 9 }) }, outcome: 'not_found' },
    { ...undecided, row: 5, said: { fault: 'year', text: 'Alien 79' }, outcome: 'invalid' },
  ];

  it('contain the read values, the outcome and the candidates', async () => {
    expect((await Array.fromAsync(files.writeRows(rowsOf(...rows)))).join('')).toBe(
      [
        '\ufeffkinopoisk_id,imdb_id,title,original_title,year,user_rating,note,watched_at,added_at,row,outcome,may_be,ignored',
        ',tt0133093,\'=Матрица,The Matrix,1999,9,"a;b",2026-11-19,2026-11-20T12:00:00.123Z,3,ambiguous,"301 Матрица (1999); 7  (?)",added_at: unreadable',
        '9,,,,,,,,,4,not_found,,',
        ',,Alien 79,,,,,,,5,invalid: year,,',
        '',
      ].join('\r\n'),
    );
  });

  it('are read again with the same values', async () => {
    const text = (await Array.fromAsync(files.writeRows(rowsOf(...rows)))).join('');
    expect(await read('csv', text)).toEqual({
      format: 'table',
      rows: [{ film }, { film: listed({ kinopoiskId: 9 }) }, { film: listed({ titles: ['Alien 79'] }) }],
    });
  });
});

describe('an overlong part of a list', () => {
  const long = 70_000;
  const malformed = (line: number) => ({ faults: new FilmListUnusable('malformed-file', line).faults });

  it.each([
    ['a number', '9'.repeat(long)],
    ['a text', `"${'t'.repeat(long)}"`],
    ['a text of escapes', `"${String.raw`\"\\`.repeat(long / 4)}"`],
    ['blanks', `${' '.repeat(long)}1`],
    ['many members', `{${Array.from({ length: 10_000 }, (_, at) => `"${at}":0`).join(',')}}`],
    ['many items', `[${'0,'.repeat(long / 2)}0]`],
  ])('is refused in JSON with %s, after the records before it', async (_, value) => {
    const list = `[{"title":"Alien"},{"title":"Alien","year":${value}}]`;
    await expect(read('json', list)).rejects.toMatchObject(malformed(1));
    await expect(read('json', list, { pieceBytes: 7 })).rejects.toMatchObject(malformed(1));
  });

  it('is refused in JSON with a name', async () => {
    await expect(read('json', `[{"${'n'.repeat(long)}":1}]`)).rejects.toMatchObject(malformed(0));
  });

  it('is refused in JSON with more members than a table has columns', async () => {
    const members = Array.from({ length: 250 }, (_, at) => `"column ${at}":0`).join(',');
    const { rows } = await read('json', `[{"title":"Alien"},{"title":"Alien",${members}}]`);
    expect(rows).toEqual([
      { film: listed({ titles: ['Alien'] }) },
      { fault: 'columns', text: expect.any(String) as string },
    ]);
  });

  it('is refused in CSV with headers', async () => {
    await expect(read('csv', `title${',x'.repeat(250)}\nAlien\n`)).rejects.toMatchObject({
      faults: new FilmListUnusable('unknown-columns').faults,
    });
  });

  it('is refused in CSV with empty cells, and a long row of them or many blank lines are no reason to refuse the list', async () => {
    const cells = (count: number) => `title\nAlien${','.repeat(count)}\n`;
    expect((await read('csv', cells(60_000))).rows).toEqual([{ fault: 'columns', text: expect.any(String) as string }]);
    await expect(read('csv', cells(300_000))).rejects.toMatchObject(malformed(2));
    expect(await filmsOf(`title\n${'\n'.repeat(300_000)}Alien\n`)).toEqual([listed({ titles: ['Alien'] })]);
  });

  it('gives no meaning to names of JavaScript', async () => {
    const record = '{"__proto__":{"title":"Alien"},"constructor":1}';
    const { rows } = await read('json', `[{"title":"Stalker"},${record}]`);
    expect(rows).toEqual([{ film: listed({ titles: ['Stalker'] }) }, { fault: 'columns', text: record }]);
  });
});
