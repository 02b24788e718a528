import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { FilmRecord } from '../../domain/movie.ts';
import { MAX_KINOPOISK_ID, unknownFilm } from '../../domain/movie.ts';

const name = z.string().trim().min(1).max(500);
const id = z.int().min(1).max(MAX_KINOPOISK_ID);
const rating = z.number().min(0).max(10).nullish();

const director = z
  .object({ staff_id: id.nullish(), name_ru: name.nullish(), name_en: name.nullish() })
  .transform((person) => ({ id: person.staff_id ?? null, name: person.name_ru ?? person.name_en }))
  .refine((person): person is { id: number | null; name: string } => person.name !== undefined && person.name !== null, {
    message: 'a director needs a name',
  });

/** One film of a file: names and facts, no texts of others. */
const film = z.object({
  kinopoisk_id: id,
  name_ru: name.nullish(),
  name_original: name.nullish(),
  year: z.int().min(1850).max(2200).nullish(),
  length_min: z.int().min(1).max(100_000).nullish(),
  rating_kinopoisk: rating,
  rating_imdb: rating,
  imdb_id: z
    .string()
    .regex(/^tt\d{5,12}$/)
    .nullish(),
  genres: z.array(name).max(50).default([]),
  countries: z.array(name).max(100).default([]),
  directors: z.array(director).max(200).optional(),
  age_limit: z.int().min(0).max(21).nullish(),
  type: name.nullish(),
  trailer_url: z.url({ protocol: /^https?$/ }).nullish(),
});

/** A file that is not a list of films; the message names the first records and fields that are not as they should be. */
export class InvalidFilmFile extends Error {
  constructor(path: string, faults: readonly string[]) {
    super(`${path} cannot be loaded:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'InvalidFilmFile';
  }
}

const MAX_LISTED_FAULTS = 10;

/** Reads a file in the shape of the bundled `films.json`. Nothing is said of a film but what the file says. @throws InvalidFilmFile */
export async function readFilmFile(path: string): Promise<FilmRecord[]> {
  const result = z.array(film).safeParse(parsed(path, await readFile(path, 'utf8')));
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new InvalidFilmFile(path, faults.slice(0, MAX_LISTED_FAULTS));
  }
  return result.data.map(toRecord);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidFilmFile(path, ['the file: is not JSON']);
  }
}

function toRecord(said: z.output<typeof film>): FilmRecord {
  return {
    ...unknownFilm(said.kinopoisk_id),
    nameRu: said.name_ru ?? null,
    nameOriginal: said.name_original ?? null,
    year: said.year ?? null,
    lengthMinutes: said.length_min ?? null,
    rating: said.rating_kinopoisk ?? null,
    ratingImdb: said.rating_imdb ?? null,
    imdbId: said.imdb_id ?? null,
    genres: said.genres,
    countries: said.countries,
    directors: said.directors,
    ageLimit: said.age_limit ?? null,
    type: said.type ?? null,
    trailerUrl: said.trailer_url ?? undefined,
  };
}
