import type { MoviePreview } from '../shared/api/api-types.ts';
import { format } from '../shared/language.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { titleOf } from './film-title.ts';
import { filmsWording } from './films.wording.ts';

type Captioned = Pick<MoviePreview, 'title' | 'original_title' | 'year' | 'rating' | 'type' | 'viewable'>;

/**
 * Title, year and rating below a poster. The title has always two lines and the rest one, so that all items have the
 * same height.
 */
export function FilmCaption({ film }: { film: Captioned }) {
  const t = filmsWording();
  return (
    <span class="film-caption">
      <span class="film-caption-title">{titleOf(film)}</span>
      <span class="film-caption-facts">
        {film.year !== null && <span>{film.year}</span>}
        {kindOf(film) && <span>{kindOf(film)}</span>}
        {film.viewable ? (
          film.rating !== null && <span class="rating">{format.rating(film.rating)}</span>
        ) : (
          <span class="with-icon">
            <Icon name="lock" />
            {t.restrictedShort}
          </span>
        )}
      </span>
    </span>
  );
}

/** A word for a type that is not a single film, such as a series; `undefined` for films and for unknown types. */
export function kindOf({ type }: { readonly type: string | null }): string | undefined {
  const kinds: Readonly<Record<string, string>> = filmsWording().types;
  return type === null ? undefined : kinds[type];
}
