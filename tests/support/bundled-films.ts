import { readFileSync } from 'node:fs';

type BundledFilm = { year: number | null; genres: string[]; directors?: object[] };

const films = JSON.parse(readFileSync('seed/films.json', 'utf8')) as BundledFilm[];

/** How many of the bundled films are complete; series are often without a director. */
export const COMPLETE_FILMS = films.filter(
  ({ year, genres, directors = [] }) => year !== null && genres.length > 0 && directors.length > 0,
).length;
