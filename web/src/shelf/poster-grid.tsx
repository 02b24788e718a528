import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { FilmCaption } from '../films/film-caption.tsx';
import { Poster } from '../films/posters/poster.tsx';
import type { FavoriteMovie } from '../shared/api/api-types.ts';
import type { PagedList } from '../shared/api/paged-list.ts';
import { Icon } from '../shared/parts/icon.tsx';
import { useRowWindow } from '../shared/parts/use-row-window.ts';
import { addressOf } from '../shared/routing/router.ts';
import { entryOf } from './entries.ts';
import { shelfWording } from './shelf.wording.ts';
import type { ShownFilm } from './shown-films.ts';
import { useFilmsInSight } from './shown-films.ts';

type GridProps = { readonly shown: readonly ShownFilm[]; readonly list: PagedList<FavoriteMovie> };

export function PosterGrid({ shown, list }: GridProps) {
  const grid = useRef<HTMLUListElement>(null);
  const { first, end, above, below } = useRowWindow(shown.length, grid);
  const inSight = shown.slice(first, end);
  useFilmsInSight(inSight, list);
  return (
    <ul ref={grid} class="film-grid" style={{ paddingTop: `${above}px`, paddingBottom: `${below}px` }}>
      {inSight.map(({ film, index }, at) => (
        <li
          key={film?.kinopoisk_id ?? `index-${index}`}
          class="film-card"
          data-item
          aria-setsize={shown.length}
          aria-posinset={first + at + 1}
        >
          {film ? cardOf(film) : <div class="poster skeleton" />}
        </li>
      ))}
    </ul>
  );
}

/** One element for each film: Preact does not render the same element again, which keeps scrolling smooth. */
const cards = new WeakMap<FavoriteMovie, VNode>();

function cardOf(film: FavoriteMovie): VNode {
  const card = cards.get(film) ?? <ShelvedFilm film={film} />;
  cards.set(film, card);
  return card;
}

function ShelvedFilm({ film }: { film: FavoriteMovie }) {
  const t = shelfWording();
  const { user_rating: rating, watched_at: day } = entryOf(film.kinopoisk_id).value ?? film;
  return (
    <a href={addressOf(`films/${film.kinopoisk_id}`)}>
      <div class="card-picture">
        <Poster film={film} />
        <span class="card-marks">
          {day !== null && (
            <span class="card-mark" role="img" aria-label={t.watchedStates.true}>
              <Icon name="eye" />
            </span>
          )}
          {rating !== null && (
            <span class="card-mark card-rating">
              <span class="visually-hidden">{t.rating}: </span>
              {rating}
            </span>
          )}
        </span>
      </div>
      <FilmCaption film={film} />
    </a>
  );
}
