import { useEffect } from 'preact/hooks';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf } from '../shared/routing/router.ts';
import { setTitle } from '../shared/routing/view.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { entryOf } from '../shelf/entries.ts';
import { ShelfPanel } from '../shelf/shelf-panel.tsx';
import { FilmFacts } from './film-facts.tsx';
import { otherTitleOf, titleOf } from './film-title.ts';
import { filmsWording } from './films.wording.ts';
import { Backdrop } from './posters/backdrop.tsx';
import { Poster } from './posters/poster.tsx';
import { teaserOf } from './teasers.ts';

/** A film that this person may not view: what lists say of it, and why there is no more. */
export function RestrictedFilm({ id }: { id: number }) {
  const t = filmsWording();
  const film = teaserOf(id);
  const title = film ? titleOf(film) : t.restrictedShort;
  useEffect(() => setTitle(title), [title]);
  return (
    <article class="film">
      {film && <Backdrop film={film} />}
      {film && (
        <div class="film-poster">
          <Poster film={film} isLarge />
        </div>
      )}
      <header class="film-head">
        <h1 tabindex={-1}>{title}</h1>
        {film && otherTitleOf(film) && <p class="film-other-title">{otherTitleOf(film)}</p>}
        {film && <p class="film-line">{film.year}</p>}
        {film && <FilmFacts film={film} />}
        <div class="notice" role="note">
          <Icon name="lock" />
          <strong>{t.restricted}</strong>
          <p>{film && film.labels.length > 0 ? t.restrictedDetail(film.labels.join(', ')) : t.restrictedUnknown}</p>
        </div>
        {!film && (
          <div class="buttons">
            <a class="button" href={addressOf('search')}>
              {sharedWording().toSearch}
            </a>
          </div>
        )}
      </header>
      {film && entryOf(id).value && (
        <div class="film-shelf">
          <ShelfPanel film={film} />
        </div>
      )}
    </article>
  );
}
