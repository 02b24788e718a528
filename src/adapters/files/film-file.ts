import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { IMDB_ID } from '../../domain/films/imdb-id.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';
import {
  FIRST_FILM_YEAR,
  FIRST_OWN_ID,
  LAST_FILM_YEAR,
  MAX_KINOPOISK_ID,
  unknownFilm,
} from '../../domain/films/movie.ts';
import { isCleanText } from '../../domain/shared/text.ts';

const MAX_FILE_BYTES = 100 * 1024 * 1024;
const MAX_LISTED_FAULTS = 10;
const MAX_FAULT_LENGTH = 300;
const MAX_HINT_LENGTH = 60;

const NOT_CLEAN = 'is not well-formed text';

const name = z.string().trim().min(1).max(500).refine(isCleanText, NOT_CLEAN);
const rating = z.number().min(0).max(10).nullish();

const director = z
  .strictObject({
    staff_id: z.int().min(1).lt(FIRST_OWN_ID).nullish(),
    name_ru: name.nullish(),
    name_en: name.nullish(),
  })
  .refine((person) => (person.name_ru ?? person.name_en) !== undefined, { message: 'a director needs a name' })
  .transform((person) => ({ id: person.staff_id ?? null, name: person.name_ru ?? person.name_en ?? '' }));

/** One film of a file. Unknown fields are refused, because they are most likely misspelt. */
const film = z.strictObject({
  kinopoisk_id: z.int().min(1).max(MAX_KINOPOISK_ID),
  name_ru: name.nullish(),
  name_original: name.nullish(),
  year: z.int().min(FIRST_FILM_YEAR).max(LAST_FILM_YEAR).nullish(),
  length_min: z.int().min(1).max(100_000).nullish(),
  rating_kinopoisk: rating,
  rating_imdb: rating,
  imdb_id: z.string().regex(IMDB_ID, 'must look like tt0133093').nullish(),
  genres: z.array(name).max(50).default([]),
  countries: z.array(name).max(100).default([]),
  directors: z.array(director).max(200).optional(),
  age_limit: z.int().min(0).max(21).nullish(),
  type: name.nullish(),
  trailer_url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(2000)
    .refine(isCleanText, NOT_CLEAN)
    .nullish(),
});

const films = z.array(film).superRefine((all, context) => {
  const seen = new Set<number>();
  for (const [at, { kinopoisk_id: kinopoiskId }] of all.entries()) {
    if (seen.has(kinopoiskId)) {
      context.addIssue({ code: 'custom', path: [at, 'kinopoisk_id'], message: 'is in the file twice' });
    }
    seen.add(kinopoiskId);
  }
});

/** A file that is not a list of films. The message names the first invalid records and fields. */
export class InvalidFilmFile extends Error {
  constructor(path: string, faults: readonly string[]) {
    const listed = faults.slice(0, MAX_LISTED_FAULTS).map((fault) => `  ${forTerminals(fault)}`);
    const rest = faults.length > listed.length ? [`  and ${faults.length - listed.length} more`] : [];
    super([`${path} cannot be loaded, and nothing was changed:`, ...listed, ...rest].join('\n'));
    this.name = 'InvalidFilmFile';
  }
}

/**
 * Reads a file in the format of the bundled `films.json` completely before anything is stored. @throws InvalidFilmFile
 */
export async function readFilmFile(path: string): Promise<FilmRecord[]> {
  const said = parsed(path, await textOf(path));
  const result = films.safeParse(said);
  if (result.success) return result.data.map(toRecord);
  throw new InvalidFilmFile(
    path,
    result.error.issues.map((issue) => `${placeOf(said, issue.path)}: ${reasonOf(issue)}`),
  );
}

/** Faults quote the file, so control characters are removed and the length is limited before they reach a terminal. */
function forTerminals(fault: string): string {
  return fault.slice(0, MAX_FAULT_LENGTH).replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

/**
 * Also reads pipes. Reads one byte more than allowed, to detect files that are too large and to end endless devices.
 */
async function textOf(path: string): Promise<string> {
  const bytes = await buffer(createReadStream(path, { end: MAX_FILE_BYTES })).catch((error: unknown) => {
    throw new InvalidFilmFile(path, [`the file: cannot be read (${(error as NodeJS.ErrnoException).code})`]);
  });
  if (bytes.length > MAX_FILE_BYTES) throw new InvalidFilmFile(path, ['the file: is larger than 100 MiB']);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidFilmFile(path, ['the file: is not UTF-8']);
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidFilmFile(path, [`the file: is not JSON (${(error as Error).message})`]);
  }
}

/** `record 3 (kinopoisk_id 301), year`: records are counted from 1. */
function placeOf(said: unknown, [index, ...path]: readonly PropertyKey[]): string {
  if (typeof index !== 'number') return 'the file';
  return [
    `record ${index + 1}${hintAt((said as unknown[])[index])}`,
    ...(path.length > 0 ? [path.join('.')] : []),
  ].join(', ');
}

/** An id or title by which a reader finds the record in the file. */
function hintAt(record: unknown): string {
  const { kinopoisk_id: id, name_ru: nameRu, name_original: original } = Object(record) as Record<string, unknown>;
  if (typeof id === 'number') return ` (kinopoisk_id ${id})`;
  const title = [nameRu, original].find((text) => typeof text === 'string');
  return title === undefined ? '' : ` (${title.slice(0, MAX_HINT_LENGTH)})`;
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has no field ${issue.keys.slice(0, MAX_LISTED_FAULTS).join(', ')}`;
  return issue.message;
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
