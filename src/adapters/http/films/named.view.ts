import { z } from 'zod';
import { MAX_KINOPOISK_ID } from '../../../domain/films/movie.ts';
import { idOrDigits } from '../input/schemas.ts';

const named = (id: string, description: string, example: { id: number; name: string }) =>
  z.object({ id: z.int(), name: z.string() }).meta({ id, description, example });

export const genreView = named(
  'Genre',
  'A genre. Ids below 2000000000 come from Kinopoisk, the others from this service',
  { id: 6, name: 'фантастика' },
);
export const directorView = named(
  'Director',
  'A director. Ids below 2000000000 come from Kinopoisk, the others from this service',
  { id: 23330, name: 'Лана Вачовски' },
);

/** A genre's id in a body; clients that read it from a form send a string of digits. */
export const genreId = idOrDigits({ max: MAX_KINOPOISK_ID }).meta({
  description: 'Id of a genre, as a number or a string of digits',
  example: 6,
});
