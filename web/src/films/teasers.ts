import { signal } from '@preact/signals';
import type { MoviePreview } from '../shared/api/api-types.ts';
import { whenForgotten } from '../shared/forgetting.ts';

export type Teaser = MoviePreview & { readonly rating_imdb: null; readonly imdb_id: null };

/** The page of a restricted film is refused as a whole, so it shows what a list said of the film. */
const teasers = signal<ReadonlyMap<number, Teaser>>(new Map());
whenForgotten(() => {
  teasers.value = new Map();
});

/** Remembers the teasers among the films of a list. */
export function rememberTeasers(films: readonly MoviePreview[]): void {
  const hidden = films.filter(({ viewable }) => !viewable);
  if (hidden.length === 0) return;
  const added = hidden.map((film) => [film.kinopoisk_id, { ...film, rating_imdb: null, imdb_id: null }] as const);
  teasers.value = new Map([...teasers.peek(), ...added]);
}

export function teaserOf(kinopoiskId: number): Teaser | undefined {
  return teasers.value.get(kinopoiskId);
}
