import { z } from 'zod';
import type { FilmOutcome } from '../../../application/shelf/change-shelf.ts';
import { SHELF_OUTCOMES } from '../../../application/shelf/change-shelf.ts';
import type { ToldChanges } from '../../../application/shelf/list-shelf-changes.ts';
import type { VisibleFavorite } from '../../../domain/shelf/favorite-movie.ts';
import { MAX_NOTE_LENGTH, MAX_USER_RATING } from '../../../domain/shelf/favorite-movie.ts';
import { kinopoiskId, movieFields, toMovieView } from '../films/movie.view.ts';
import { time } from '../input/schemas.ts';

/** A day as it goes out and comes in; whether there is such a day is for the domain to say. */
export const day = z.string().meta({ format: 'date', example: '2026-11-20' });

export const userRating = z.int().min(1).max(MAX_USER_RATING).meta({ example: 9 });

/** `maxLength` of JSON Schema counts code points, as the domain does. */
export const note = z.string().meta({ maxLength: MAX_NOTE_LENGTH, example: 'There is no spoon' });

const personal = {
  user_rating: userRating.nullable().meta({ description: 'What I rate it' }),
  note: note.nullable().meta({ description: 'What I say of it' }),
  watched_at: day.nullable().meta({ description: 'The day I watched it' }),
  added_at: time.meta({ description: 'Since when it is on the shelf' }),
};

export const favoriteView = z
  .object({ ...movieFields, ...personal })
  .meta({ id: 'FavoriteMovie', description: 'A film on the shelf' });

export const outcomeView = z
  .object({ kinopoisk_id: kinopoiskId, outcome: z.enum(SHELF_OUTCOMES).meta({ example: 'added' }) })
  .meta({ id: 'ShelfOutcome', description: 'What became of one film' });

export const changesView = z
  .object({
    changed: z.array(favoriteView).meta({ description: 'As they are now, the one that changed last at the end' }),
    removed: z
      .array(kinopoiskId)
      .meta({ description: 'Those that are not there any more; some may never have been told of', example: [326] }),
    next_cursor: z.string().meta({
      description: '`since` of the next call',
      example: 'AQAAAAAAAAACAAAAAAAAAALr3cXv5rYbVqfBBh1BXxOM',
    }),
    has_more: z.boolean().meta({ description: 'Whether there is more to tell right now', example: false }),
  })
  .meta({ id: 'ShelfChanges', description: 'What became of the shelf' });

/** The row of the JSON file; the file itself is written elsewhere. */
export const shelfRowView = z
  .object({
    kinopoisk_id: kinopoiskId,
    imdb_id: movieFields.imdb_id,
    title: movieFields.title,
    original_title: movieFields.original_title,
    year: movieFields.year,
    type: movieFields.type,
    ...personal,
  })
  .meta({ id: 'ShelfRow', description: 'A film on the shelf as files have it' });

export function toFavoriteView({ addedAt, note: said, userRating: rated, watchedAt, ...shown }: VisibleFavorite) {
  return {
    ...toMovieView(shown),
    user_rating: rated,
    note: said,
    watched_at: watchedAt,
    added_at: addedAt.toISOString(),
  };
}

export function toOutcomeView({ kinopoiskId: id, outcome }: FilmOutcome): z.input<typeof outcomeView> {
  return { kinopoisk_id: id, outcome };
}

export function toChangesView({ changed, removed, nextCursor, hasMore }: ToldChanges): z.input<typeof changesView> {
  return {
    changed: changed.map(toFavoriteView),
    removed: [...removed],
    next_cursor: nextCursor,
    has_more: hasMore,
  };
}
