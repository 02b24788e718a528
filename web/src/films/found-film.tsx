import { may } from '../sessions/session.ts';
import type { MoviePreview } from '../shared/api/api-types.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { addToShelf, entryOf, removeFromShelf } from '../shelf/entries.ts';
import { FilmCaption } from './film-caption.tsx';
import { titleOf } from './film-title.ts';
import { filmsWording } from './films.wording.ts';
import { Poster } from './posters/poster.tsx';

/** A film in search results: a link to its page, and a button that adds it to the shelf or removes it. */
export function FoundFilm({ film }: { film: MoviePreview }) {
  return (
    <li class="film-card">
      <a href={addressOf(`films/${film.kinopoisk_id}`)}>
        <Poster film={film} />
        <FilmCaption film={film} />
      </a>
      {may('favorites:own') && film.viewable && <ShelfToggle film={film} />}
    </li>
  );
}

function ShelfToggle({ film }: { film: MoviePreview }) {
  const t = filmsWording();
  const isShelved = Boolean(entryOf(film.kinopoisk_id).value);
  return (
    <button
      type="button"
      class={isShelved ? 'card-toggle is-on' : 'card-toggle'}
      aria-pressed={isShelved}
      aria-label={`${t.onShelf}: ${titleOf(film)}`}
      title={isShelved ? t.remove : t.add}
      onClick={() => (isShelved ? removeFromShelf(film) : addToShelf(film))}
    >
      <Icon name={isShelved ? 'check' : 'plus'} />
    </button>
  );
}
