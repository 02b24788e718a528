import { z } from 'zod';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import { DirectorNotFound, GenreNotFound } from '../../../domain/films/movie.ts';
import { declareRoute } from '../routing/route.ts';
import { digits, paging } from '../input/schemas.ts';
import { directorView, genreView } from './named.view.ts';

const catalogue = { method: 'get', tag: 'Catalogue', permission: 'catalogue:read', isConditional: true } as const;

export const listGenresRoute = declareRoute({
  ...catalogue,
  path: '/genres',
  operationId: 'listGenres',
  summary: 'List the genres',
  query: z.object(paging),
  answers: {
    200: { description: 'The genres, by id', body: z.array(genreView), headers: ['X-Total-Count', 'Link'] },
  },
  isExpensive: true,
  errors: [StorageUnavailable],
});

export const getGenreRoute = declareRoute({
  ...catalogue,
  path: '/genres/{id}',
  operationId: 'getGenre',
  summary: 'Show a genre',
  params: z.object({ id: digits().meta({ example: 6 }) }),
  answers: { 200: { description: 'The genre', body: genreView } },
  errors: [GenreNotFound, StorageUnavailable],
});

export const listDirectorsRoute = declareRoute({
  ...catalogue,
  path: '/directors',
  operationId: 'listDirectors',
  summary: 'List the directors',
  query: z.object(paging),
  answers: {
    200: { description: 'The directors, by id', body: z.array(directorView), headers: ['X-Total-Count', 'Link'] },
  },
  isExpensive: true,
  errors: [StorageUnavailable],
});

export const getDirectorRoute = declareRoute({
  ...catalogue,
  path: '/directors/{id}',
  operationId: 'getDirector',
  summary: 'Show a director',
  params: z.object({ id: digits().meta({ example: 23330 }) }),
  answers: { 200: { description: 'The director', body: directorView } },
  errors: [DirectorNotFound, StorageUnavailable],
});
