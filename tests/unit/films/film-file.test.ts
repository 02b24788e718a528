import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InvalidFilmFile, readFilmFile } from '../../../src/adapters/files/film-file.ts';
import { unknownFilm } from '../../../src/domain/films/movie.ts';

const folder = mkdtempSync(join(tmpdir(), 'kinopolka-films-'));
const path = join(folder, 'films.json');
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Uint8Array) {
  writeFileSync(path, content);
  return readFilmFile(path);
}

/** The lines of the error about the file, without the first one. */
async function faultsOf(content: string | Uint8Array): Promise<string[]> {
  const fault: unknown = await read(content).catch((error: unknown) => error);
  if (!(fault instanceof InvalidFilmFile)) return expect.unreachable('the file was taken');
  const [first, ...rest] = fault.message.split('\n');
  expect(first).toBe(`${path} cannot be loaded, and nothing was changed:`);
  return rest.map((line) => line.trim());
}

const faultsIn = (films: unknown) => faultsOf(JSON.stringify(films));

describe('readFilmFile', () => {
  it('reads the bundled films', async () => {
    expect(await readFilmFile('seed/films.json')).toHaveLength(300);
  });

  it('returns exactly the data in the file', async () => {
    const said = {
      kinopoisk_id: 301,
      name_ru: ' Матрица ',
      name_original: 'The Matrix',
      year: 1999,
      length_min: 136,
      rating_kinopoisk: 8.498,
      rating_imdb: 8.7,
      imdb_id: 'tt0133093',
      genres: ['фантастика'],
      countries: ['США'],
      directors: [
        { staff_id: 23330, name_ru: 'Лана Вачовски', name_en: 'Lana Wachowski' },
        { name_ru: null, name_en: 'Lilly Wachowski' },
      ],
      age_limit: 16,
      type: 'FILM',
      trailer_url: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
    };
    expect(await read(JSON.stringify([said, { kinopoisk_id: 302 }]))).toEqual([
      {
        ...unknownFilm(301),
        nameRu: 'Матрица',
        nameOriginal: 'The Matrix',
        year: 1999,
        lengthMinutes: 136,
        rating: 8.498,
        ratingImdb: 8.7,
        imdbId: 'tt0133093',
        genres: ['фантастика'],
        countries: ['США'],
        directors: [
          { id: 23330, name: 'Лана Вачовски' },
          { id: null, name: 'Lilly Wachowski' },
        ],
        ageLimit: 16,
        type: 'FILM',
        trailerUrl: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
      },
      unknownFilm(302),
    ]);
    expect(await read('[]')).toEqual([]);
  });

  it.each([
    [{}, 'the file: Invalid input: expected array, received object'],
    [[7], 'record 1: Invalid input: expected object, received number'],
    [[null], 'record 1: Invalid input: expected object, received null'],
    [[{}], 'record 1, kinopoisk_id: Invalid input: expected number, received undefined'],
    [[{ name_ru: 'Матрица' }], 'record 1 (Матрица), kinopoisk_id: Invalid input: expected number, received undefined'],
    [
      [{ name_ru: null, name_original: 'The Matrix' }],
      'record 1 (The Matrix), kinopoisk_id: Invalid input: expected number, received undefined',
    ],
    [[{ kinopoisk_id: '301' }], 'record 1, kinopoisk_id: Invalid input: expected number, received string'],
    [[{ kinopoisk_id: 301 }, { kinopoisk_id: 301 }], 'record 2 (kinopoisk_id 301), kinopoisk_id: is in the file twice'],
    [[{ kinopoisk_id: 301, nmae_ru: 'Матрица' }], 'record 1 (kinopoisk_id 301): has no field nmae_ru'],
    [
      [{ kinopoisk_id: 301, directors: [{ staff_id: 5 }] }],
      'record 1 (kinopoisk_id 301), directors.0: a director needs a name',
    ],
    [[{ kinopoisk_id: 301, name_ru: 'a\u0000b' }], 'record 1 (kinopoisk_id 301), name_ru: is not well-formed text'],
    [[{ kinopoisk_id: 301, name_ru: '\ud800' }], 'record 1 (kinopoisk_id 301), name_ru: is not well-formed text'],
    [[{ kinopoisk_id: 301, imdb_id: '0133093' }], 'record 1 (kinopoisk_id 301), imdb_id: must look like tt0133093'],
    [
      [{ kinopoisk_id: 301, trailer_url: 'javascript:alert(1)' }],
      'record 1 (kinopoisk_id 301), trailer_url: must be an http or https address',
    ],
    [
      [{ kinopoisk_id: 301, trailer_url: 'https://a.example/\u0000' }],
      'record 1 (kinopoisk_id 301), trailer_url: is not well-formed text',
    ],
    [
      [{ kinopoisk_id: 301, trailer_url: 'https://a.example/\ud800' }],
      'record 1 (kinopoisk_id 301), trailer_url: is not well-formed text',
    ],
    [
      [{ kinopoisk_id: 301, directors: [{ staff_id: 2_000_000_000, name_ru: 'Лана Вачовски' }] }],
      'record 1 (kinopoisk_id 301), directors.0.staff_id: Too big: expected number to be <2000000000',
    ],
    [[{ kinopoisk_id: 301, '\u001b[2J\nname': 1 }], 'record 1 (kinopoisk_id 301): has no field  [2J name'],
  ])('names the record and the field of %j', async (films, fault) => {
    expect(await faultsIn(films)).toEqual([fault]);
  });

  it.each([
    ['not JSON', '[{"kinopoisk_id": 301,]', /^the file: is not JSON \(.*position 22 /],
    ['empty', '', /^the file: is not JSON/],
    ['not UTF-8', Uint8Array.of(0x5b, 0xff, 0x5d), /^the file: is not UTF-8$/],
  ])('says of a file that is %s what is wrong with it', async (_, content, fault) => {
    expect(await faultsOf(content)).toEqual([expect.stringMatching(fault)]);
  });

  it.each([
    ['no-such-file.json', 'ENOENT'],
    ['', 'EISDIR'],
  ])('reports why it cannot read %j', async (name, code) => {
    await expect(readFilmFile(join(folder, name))).rejects.toThrow(`the file: cannot be read (${code})`);
  });

  it('stops reading a file that is too large', async () => {
    writeFileSync(path, '[]');
    truncateSync(path, 100 * 1024 * 1024 + 1);
    await expect(readFilmFile(path)).rejects.toThrow('the file: is larger than 100 MiB');
    await expect(readFilmFile('/dev/zero')).rejects.toThrow('the file: is larger than 100 MiB');
  });

  it('quotes only a little of an invalid file', async () => {
    const [fault] = await faultsIn([{ kinopoisk_id: 301, ['a'.repeat(10_000)]: 1 }]);
    expect(fault).toHaveLength(300);
  });

  it('lists ten faults and counts the rest', async () => {
    const faults = await faultsIn(Array.from({ length: 25 }, (_, at) => ({ kinopoisk_id: at + 1, year: 0 })));
    expect(faults).toHaveLength(11);
    expect(faults[0]).toMatch(/^record 1 \(kinopoisk_id 1\), year: /);
    expect(faults[10]).toBe('and 15 more');
  });
});
