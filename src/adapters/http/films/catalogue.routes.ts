import { z } from 'zod';
import { GetDirector } from '../../../application/films/get-director.ts';
import { GetGenre } from '../../../application/films/get-genre.ts';
import { ListDirectors } from '../../../application/films/list-directors.ts';
import { ListGenres } from '../../../application/films/list-genres.ts';
import { DirectorNotFound, GenreNotFound } from '../../../domain/films/movie.ts';
import { digits, paging } from '../input/schemas.ts';
import { declareRoute } from '../routing/route.ts';
import { directorView, genreView } from './named.view.ts';

const catalogue = { method: 'get', tag: 'Catalogue', isConditional: true } as const;

export const listGenresRoute = declareRoute({
  ...catalogue,
  path: '/genres',
  operation: ListGenres.operation,
  summary: 'List the genres',
  description: 'All genres known to this service.',
  query: z.object(paging),
  answers: {
    200: { description: 'The genres, ordered by id', body: z.array(genreView), headers: ['X-Total-Count', 'Link'] },
  },
  isExpensive: true,
  errors: [],
});

export const getGenreRoute = declareRoute({
  ...catalogue,
  path: '/genres/{id}',
  operation: GetGenre.operation,
  summary: 'Show a genre',
  description: 'Takes an id from the `genres` of a film.',
  params: z.object({ id: digits().meta({ description: 'Id of a genre', example: 6 }) }),
  answers: { 200: { description: 'The genre', body: genreView } },
  errors: [GenreNotFound],
});

export const listDirectorsRoute = declareRoute({
  ...catalogue,
  path: '/directors',
  operation: ListDirectors.operation,
  summary: 'List the directors',
  description: 'All directors known to this service.',
  query: z.object(paging),
  answers: {
    200: {
      description: 'The directors, ordered by id',
      body: z.array(directorView),
      headers: ['X-Total-Count', 'Link'],
    },
  },
  isExpensive: true,
  errors: [],
});

export const getDirectorRoute = declareRoute({
  ...catalogue,
  path: '/directors/{id}',
  operation: GetDirector.operation,
  summary: 'Show a director',
  description: 'Takes an id from the `directors` of a film.',
  params: z.object({ id: digits().meta({ description: 'Id of a director', example: 2_000_000_000 }) }),
  answers: { 200: { description: 'The director', body: directorView } },
  errors: [DirectorNotFound],
});
