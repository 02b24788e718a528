import { describe, expect, it } from 'vitest';
import {
  directorsOf,
  filmRecordOf,
  searchResultOf,
  trailerUrlOf,
} from '../../../src/adapters/kinopoisk/kinopoisk-answers.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';

const film = (fields: Record<string, unknown>) => filmRecordOf({ kinopoiskId: 301, ...fields }, null);
const known = (fields: Record<string, unknown>) => ({ ...unknownFilm(301), ...fields });

describe('a film of Kinopoisk', () => {
  it('is unknown in every field that is missing', () => {
    expect(film({})).toEqual(unknownFilm(301));
  });

  const fields = [
    'nameRu',
    'nameOriginal',
    'nameEn',
    'description',
    'year',
    'ratingKinopoisk',
    'rating',
    'ratingImdb',
    'genres',
    'countries',
    'filmLength',
    'ratingAgeLimits',
    'type',
    'imdbId',
    'posterUrl',
    'posterUrlPreview',
    'webUrl',
  ];

  it.for<unknown>([
    null,
    '',
    ' ',
    '\u00A0',
    'null',
    ' null ',
    {},
    [],
    [[]],
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    { toString: 1 },
  ])('is unknown in every field that is %j', (nonsense) => {
    expect(film(Object.fromEntries(fields.map((field) => [field, nonsense])))).toEqual(unknownFilm(301));
  });

  it('has its lists parsed up to the maximum length of a list of Kinopoisk', () => {
    let parsed = 0;
    const row = {
      get genre() {
        parsed += 1;
        return 'драма';
      },
    };
    expect(film({ genres: Array.from({ length: 100_000 }, () => row) })).toEqual(known({ genres: ['драма'] }));
    expect(parsed).toBeLessThan(1000);
  });

  it('keeps its valid fields beside any invalid one', () => {
    for (const bad of fields.slice(1)) {
      expect(film({ nameRu: 'Матрица', [bad]: { surprise: [1] } })).toEqual(known({ nameRu: 'Матрица' }));
    }
  });

  it.each([{ filmId: 301 }, { kinopoiskId: 301 }, { kinopoiskId: 301, filmId: 7 }, { kinopoiskId: 0, filmId: 301 }])(
    'is film 301 when Kinopoisk calls it %j',
    (answer) => {
      expect(filmRecordOf(answer, null)).toEqual(unknownFilm(301));
    },
  );

  it.for<unknown>([
    {},
    null,
    [],
    'film',
    { staffId: 301 },
    { kinopoiskId: 2_147_483_648 },
    { kinopoiskId: 1e300 },
    { kinopoiskId: true },
  ])('is nothing without a usable id, as in %j', (answer) => {
    expect(filmRecordOf(answer, null)).toBeUndefined();
  });

  it.each([
    ['  Матрица\n', 'Матрица'],
    ['Матрица:\u00A0Перезагрузка', 'Матрица: Перезагрузка'],
    ['Мат\0рица', 'Матрица'],
    ['\uD800 Мат\uDC00рица \uD83D', 'Матрица'],
    ['\u0000null', null],
    ['Null', 'Null'],
    ['😀', '😀'],
    ['я'.repeat(301), 'я'.repeat(300)],
    [`${'я'.repeat(299)}😀`, 'я'.repeat(299)],
    [`${'я'.repeat(299)} я`, 'я'.repeat(299)],
  ])('has the names of %j', (nameRu, expected) => {
    expect(film({ nameRu })).toEqual(known({ nameRu: expected }));
  });

  it('has a description of at most 10,000 characters', () => {
    expect(film({ description: 'я'.repeat(20_000) })).toEqual(known({ description: 'я'.repeat(10_000) }));
  });

  it.each([
    [1999, 1999],
    ['1999', 1999],
    ['2010-2015', 2010],
    ['2010 – ...', 2010],
    [' 2010-', 2010],
    [0, null],
    ['0', null],
    ['0000', null],
    ['19999', null],
    [1999.5, null],
    [-1999, null],
    ['199', null],
    ['год 1999', null],
  ])('reads the year %j', (year, expected) => {
    expect(film({ year })).toEqual(known({ year: expected }));
  });

  it.each([
    ['7.9', 7.9],
    [7.9, 7.9],
    [9, 9],
    ['9.0', 9],
    ['10', 10],
    [0, 0],
    ['10.1', null],
    [89.84, null],
    ['99%', null],
    ['3 сентября 2020', null],
    ['-1', null],
    [-0.1, null],
    ['1e0', null],
    ['0x1', null],
    ['7,9', null],
    ['.5', null],
    [1e-7, null],
  ])('reads the rating %j', (rating, expected) => {
    expect(film({ rating })).toEqual(known({ rating: expected }));
    expect(film({ ratingKinopoisk: rating })).toEqual(known({ rating: expected }));
    expect(film({ ratingImdb: rating })).toEqual(known({ ratingImdb: expected }));
  });

  it.each([
    ['2:17', 137],
    ['01:28', 88],
    ['0:45', 45],
    ['10:00', 600],
    [136, 136],
    ['136', 136],
    [51_420, 51_420],
    ['0:00', null],
    [0, null],
    [-5, null],
    [1.5, null],
    [1e9, null],
    ['1:60', null],
    ['1:5', null],
    ['100:00', null],
    ['1:28:00', null],
    ['136 мин', null],
    ['0x88', null],
    ['1e2', null],
  ])('reads the length %j in minutes', (filmLength, expected) => {
    expect(film({ filmLength })).toEqual(known({ lengthMinutes: expected }));
  });

  it.each([
    ['age6', 6],
    ['age18', 18],
    ['age0', 0],
    [16, 16],
    ['age', null],
    ['age100', null],
    ['r', null],
    [-6, null],
  ])('reads the age limit %j', (ratingAgeLimits, expected) => {
    expect(film({ ratingAgeLimits })).toEqual(known({ ageLimit: expected }));
  });

  it.each([
    ['TV_SERIES', 'TV_SERIES'],
    ['SOMETHING_NEW', 'SOMETHING_NEW'],
    ['UNKNOWN', null],
  ])('reads the type %j', (type, expected) => {
    expect(film({ type })).toEqual(known({ type: expected }));
  });

  it.each([
    ['tt0133093', 'tt0133093'],
    ['tt10872600', 'tt10872600'],
    ['0133093', null],
    ['tt', null],
    ['nm0133093', null],
    ['tt0133093/x', null],
  ])('reads the IMDb id %j', (imdbId, expected) => {
    expect(film({ imdbId })).toEqual(known({ imdbId: expected }));
  });

  it.each([
    ['https://www.kinopoisk.ru/series/77044/', 'https://www.kinopoisk.ru/series/77044/'],
    ['http://st.kp.yandex.net/images/film_big/301.jpg', 'http://st.kp.yandex.net/images/film_big/301.jpg'],
    [' https://a.test/x y"<z ', 'https://a.test/x%20y%22%3Cz'],
    ['javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['ftp://a.test/x', null],
    ['/images/301.jpg', null],
    ['https://', null],
    [`https://a.test/${'x'.repeat(2048)}`, null],
    [`https://a.test/${'я'.repeat(400)}`, null],
  ])('reads the address %j', (address, expected) => {
    expect(film({ posterUrl: address, posterUrlPreview: address, webUrl: address })).toEqual(
      known({ posterUrl: expected, posterPreviewUrl: expected, webUrl: expected }),
    );
  });

  it('has each genre and country once, in order, and skips rows without a name', () => {
    const genres = [
      { genre: 'драма' },
      { genre: '' },
      { genre: null },
      {},
      null,
      'комедия',
      { genre: 7 },
      { genre: ' боевик' },
      { genre: 'драма' },
    ];
    const countries = [{ country: 'СССР' }, { genre: 'драма' }, { country: 'null' }, { country: 'СССР' }];
    expect(film({ genres, countries })).toEqual(known({ genres: ['драма', 'боевик'], countries: ['СССР'] }));
  });

  it('has at most 50 genres', () => {
    const genres = Array.from({ length: 1000 }, (_, index) => ({ genre: `жанр ${index}` }));
    expect(film({ genres })?.genres).toEqual(genres.slice(0, 50).map(({ genre }) => genre));
  });

  it('does not reach a prototype', () => {
    const answer: unknown = JSON.parse(
      '{"kinopoiskId":301,"__proto__":{"nameRu":"x"},"constructor":{"prototype":{"nameRu":"x"}}}',
    );
    expect(filmRecordOf(answer, null)).toEqual(unknownFilm(301));
  });
});

describe('the result of a search at Kinopoisk', () => {
  it.each([null, -1, 1.5, '45', Number.POSITIVE_INFINITY])(
    'has the count 0 if the answer says %j',
    (searchFilmsCountResult) => {
      expect(searchResultOf({ films: [{ filmId: 301 }], searchFilmsCountResult })).toEqual({
        films: [unknownFilm(301)],
        count: 0,
      });
    },
  );
});

describe('the staff of a film', () => {
  const director = (fields: Record<string, unknown>) => ({
    professionKey: 'DIRECTOR',
    professionText: 'Режиссеры',
    description: null,
    ...fields,
  });

  it('has each director once, in order, whatever their other jobs', () => {
    const rows = [
      director({ staffId: 23330, nameRu: 'Лана Вачовски', nameEn: 'Lana Wachowski' }),
      director({ staffId: 23329, nameRu: '', nameEn: 'Lilly Wachowski' }),
      director({ staffId: 23330, nameRu: 'Лана Вачовски (повтор)', nameEn: '' }),
      { staffId: 7836, nameRu: 'Киану Ривз', nameEn: 'Keanu Reeves', professionKey: 'ACTOR', description: 'Neo' },
      { staffId: 23330, nameRu: 'Лана Вачовски', nameEn: '', professionKey: 'WRITER' },
      { staffId: 1, nameRu: 'Директор', nameEn: '', professionKey: 'PRODUCER_USSR' },
      { staffId: 2, nameRu: 'Дублёр', nameEn: '', professionKey: 'VOICE_DIRECTOR' },
      { staffId: 3, nameRu: 'Новый', nameEn: '', professionKey: 'SOMETHING_NEW' },
    ];
    expect(directorsOf(rows)).toEqual([
      { id: 23330, name: 'Лана Вачовски' },
      { id: 23329, name: 'Lilly Wachowski' },
    ]);
  });

  it.for<unknown>([undefined, null, 0, -1, '23330', 2_000_000_000, 2 ** 31])(
    'has a director without id where staffId is %j',
    (staffId) => {
      const rows = [
        director({ staffId, nameRu: 'Кира Муратова' }),
        director({ staffId, nameEn: 'Kira Muratova' }),
        director({ staffId, nameRu: 'Кира Муратова' }),
      ];
      expect(directorsOf(rows)).toEqual([
        { id: null, name: 'Кира Муратова' },
        { id: null, name: 'Kira Muratova' },
      ]);
    },
  );

  it('names a person by the first row that has a name', () => {
    const rows = [
      director({ staffId: 5, nameRu: '', nameEn: 'null' }),
      director({ staffId: 5, nameRu: 'Дзига\u00A0Вертов' }),
    ];
    expect(directorsOf(rows)).toEqual([{ id: 5, name: 'Дзига Вертов' }]);
  });

  it('accepts personId as the id of a person, too', () => {
    expect(directorsOf([director({ personId: 5, nameRu: 'Дзига Вертов' })])).toEqual([{ id: 5, name: 'Дзига Вертов' }]);
  });

  it('skips rows without a person', () => {
    expect(
      directorsOf([
        null,
        'row',
        7,
        [],
        {},
        director({}),
        director({ staffId: 5 }),
        director({ staffId: 5, nameRu: { a: 1 } }),
      ]),
    ).toEqual([]);
  });
});

describe('the videos of a film', () => {
  const id = 'nUEQNVV3Gf-';
  const watch = `https://www.youtube.com/watch?v=${id}`;
  const video = (url: unknown, name: unknown = null, site: unknown = 'YOUTUBE') => ({ url, name, site });
  const trailerAmong = (...items: unknown[]) => trailerUrlOf({ total: items.length, items });

  it.each([
    watch,
    `http://www.youtube.com/watch?v=${id}`,
    `https://youtube.com/watch?feature=share&v=${id}&t=1`,
    `https://m.youtube.com/watch?v=${id}#t=1`,
    `https://music.youtube.com/watch?v=${id}`,
    `https://youtu.be/${id}`,
    `https://youtu.be/${id}?si=abc`,
    `http://youtu.be/${id}/`,
    `https://www.youtube.com/v/${id}`,
    `http://www.youtube.com/v/${id}&hl=ru_RU&fs=1`,
    `https://www.youtube.com/embed/${id}?rel=0`,
    `https://www.youtube-nocookie.com/embed/${id}`,
    `https://www.youtube.com/shorts/${id}`,
    `//www.youtube.com/embed/${id}`,
    ` HTTPS://WWW.YOUTUBE.COM/watch?v=${id} `,
  ])('are at YouTube in the form %s', (url) => {
    expect(trailerAmong(video(url))).toBe(watch);
  });

  it.for<unknown>([
    'https://trailers.s3.mds.yandex.net/video_original/160983-05ae2e39521817fce4e34fb968.mp4',
    'https://widgets.kinopoisk.ru/discovery/trailer/123?onlyPlayer=1',
    `https://youtube.com.evil.test/watch?v=${id}`,
    `https://evil.test/https://youtu.be/${id}`,
    `https://evil.test/?v=${id}#youtube.com/watch`,
    `https://www.youtube.com@evil.test/watch?v=${id}`,
    `https://notyoutube.com/watch?v=${id}`,
    `javascript://www.youtube.com/watch?v=${id}`,
    'https://www.youtube.com/watch?v=short',
    `https://www.youtube.com/watch?v=${id}x`,
    'https://www.youtube.com/watch',
    'https://www.youtube.com/',
    `https://www.youtube.com/channel/${id}`,
    `youtu.be/${id}`,
    `/watch?v=${id}`,
    '',
    'null',
    null,
    7,
    {},
  ])('are not at YouTube in the form %s', (url) => {
    expect(trailerAmong(video(url, 'Трейлер'))).toBeNull();
  });

  it('are recognized by their address, not by their site', () => {
    expect(trailerAmong(video('https://a.test/x.mp4', 'Трейлер', 'YOUTUBE'), video(watch, 'Фрагмент', 'UNKNOWN'))).toBe(
      watch,
    );
  });

  const other = 'https://youtu.be/00000000000';

  it.each(['Трейлер', 'Международный трейлер (сезон 2)', 'ТРЕЙЛЕР №2', 'Тизер-трейлер'])(
    'have first the one called "%s"',
    (title) => {
      expect(trailerAmong(video(other, 'Фрагмент'), video(watch, title), video(other, 'Трейлер'))).toBe(watch);
    },
  );

  it('have first the first row if none is called a trailer', () => {
    expect(trailerAmong(video(watch, null), video(other, 'Тизер'), video(other, 7))).toBe(watch);
  });

  it('do not contain rows without a video', () => {
    expect(trailerAmong(null, 'video', 7, [], {}, { name: 'Трейлер' }, { url: watch })).toBe(watch);
  });
});
