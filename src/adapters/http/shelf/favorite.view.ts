import { z } from 'zod';
import type { FilmOutcome } from '../../../application/shelf/change-shelf.ts';
import { SHELF_OUTCOMES } from '../../../application/shelf/change-shelf.ts';
import type { ShelfChangesPage } from '../../../application/shelf/list-shelf-changes.ts';
import type { VisibleFavorite } from '../../../domain/shelf/favorite-movie.ts';
import { MAX_NOTE_LENGTH, MAX_USER_RATING } from '../../../domain/shelf/favorite-movie.ts';
import { kinopoiskId, movieFields, toMovieView, writeMovie } from '../films/movie.view.ts';
import { time } from '../input/schemas.ts';
import { WrittenJson } from '../output/written-json.ts';

/** A day on the wire. The domain checks whether the day exists. */
export const day = z.string().meta({ format: 'date', example: '2026-11-20' });

export const userRating = z.int().min(1).max(MAX_USER_RATING).meta({ example: 9 });

/** `maxLength` of JSON Schema counts code points, like the domain. */
export const note = z.string().meta({ maxLength: MAX_NOTE_LENGTH, example: 'There is no spoon' });

const personal = {
  user_rating: userRating.nullable().meta({ description: 'My rating' }),
  note: note.nullable().meta({ description: 'My note' }),
  watched_at: day.nullable().meta({ description: 'The day I watched it' }),
  added_at: time.meta({ description: 'When I added it to the shelf' }),
};

export const favoriteView = z
  .object({ ...movieFields, ...personal })
  .meta({ id: 'FavoriteMovie', description: 'A film on the shelf' });

export const outcomeView = z
  .object({
    kinopoisk_id: kinopoiskId,
    outcome: z.enum(SHELF_OUTCOMES).meta({
      description:
        '`existing`: it was there already; `not_found`: there is no such film, or it was not on the shelf; `restricted`: you may not add it; `unavailable`: try again later',
      example: 'added',
    }),
  })
  .meta({ id: 'ShelfOutcome', description: 'The outcome for one film' });

export const changesView = z
  .object({
    changed: z
      .array(favoriteView)
      .meta({ description: 'The changed films as they are now; the last change is at the end' }),
    removed: z.array(kinopoiskId).meta({
      description: 'Films that were taken off the shelf. Some of them may not have been in an earlier answer',
      example: [326],
    }),
    next_cursor: z.string().meta({
      description: '`since` for the next call',
      example: 'AQAAAAAAAAACAAAAAAAAAALr3cXv5rYbVqfBBh1BXxOM',
    }),
    has_more: z.boolean().meta({ description: 'Whether more changes are available now', example: false }),
  })
  .meta({ id: 'ShelfChanges', description: 'Changes of the shelf' });

/** A row of the JSON file; the file itself is written elsewhere. */
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
  .meta({ id: 'ShelfRow', description: 'A film on the shelf in export files' });

export function toFavoriteView(favorite: VisibleFavorite): z.input<typeof favoriteView> {
  return { ...toMovieView(favorite), ...personalView(favorite) };
}

/** `toFavoriteView` as JSON. The text of the film is cached, because many shelves have it; the owner's data is not. */
export function writeFavorite(favorite: VisibleFavorite): WrittenJson<z.input<typeof favoriteView>> {
  return WrittenJson.extended(writeMovie(favorite), personalView(favorite));
}

function personalView({ addedAt, note: said, userRating: rated, watchedAt }: VisibleFavorite) {
  return { user_rating: rated, note: said, watched_at: watchedAt, added_at: addedAt.toISOString() };
}

export function toOutcomeView({ kinopoiskId: id, outcome }: FilmOutcome): z.input<typeof outcomeView> {
  return { kinopoisk_id: id, outcome };
}

export function toChangesView({
  changed,
  removed,
  nextCursor,
  hasMore,
}: ShelfChangesPage): z.input<typeof changesView> {
  return {
    changed: changed.map(toFavoriteView),
    removed: [...removed],
    next_cursor: nextCursor,
    has_more: hasMore,
  };
}
