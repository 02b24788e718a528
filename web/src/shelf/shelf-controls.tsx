import { useId } from 'preact/hooks';
import { useGenres } from '../films/genres.ts';
import { QueryField } from '../shared/forms/query-field.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { changeQuery } from '../shared/routing/router.ts';
import { FAVORITE_SORTS } from './favorite-sorts.ts';
import type { ShelfQuery } from './shelf-query.ts';
import { shelfWording } from './shelf.wording.ts';

const WATCHED_STATES = ['all', 'true', 'false'] as const;
const VIEWS = [
  { view: 'posters', icon: 'grid' },
  { view: 'table', icon: 'table' },
] as const;

/** Order, filters and view. All of them are in the address. */
export function ShelfControls({ query }: { query: ShelfQuery }) {
  const t = shelfWording();
  return (
    <div class="shelf-controls">
      <QueryField label={t.filter} words={query.words} />
      <GenreChoice genreId={query.genreId} />
      <div class="segments" role="group" aria-label={t.watched}>
        {WATCHED_STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={(query.watched ?? 'all') === state}
            onClick={() => changeQuery({ watched: state === 'all' ? '' : state })}
          >
            {t.watchedStates[state]}
          </button>
        ))}
      </div>
      <SortChoice sort={query.sort} />
      <div class="segments" role="group" aria-label={t.view}>
        {VIEWS.map(({ view, icon }) => (
          <button
            key={view}
            type="button"
            aria-label={t.views[view]}
            title={t.views[view]}
            aria-pressed={query.view === view}
            onClick={() => changeQuery({ view: view === 'posters' ? '' : view })}
          >
            <Icon name={icon} />
          </button>
        ))}
      </div>
    </div>
  );
}

function GenreChoice({ genreId }: { genreId: number | undefined }) {
  const t = shelfWording();
  const genres = useGenres();
  const id = useId();
  return (
    <>
      <label class="visually-hidden" for={id}>
        {t.genre}
      </label>
      <select
        id={id}
        class="input input-small"
        value={genreId === undefined ? '' : String(genreId)}
        onChange={(event) => changeQuery({ genre: event.currentTarget.value })}
      >
        <option value="">{t.allGenres}</option>
        {genres.map((genre) => (
          <option key={genre.id} value={String(genre.id)}>
            {genre.name}
          </option>
        ))}
      </select>
    </>
  );
}

function SortChoice({ sort }: { sort: ShelfQuery['sort'] }) {
  const t = shelfWording();
  const id = useId();
  return (
    <>
      <label class="visually-hidden" for={id}>
        {t.sort}
      </label>
      <select
        id={id}
        class="input input-small"
        value={sort}
        onChange={({ currentTarget: { value } }) => changeQuery({ sort: value === 'added_at' ? '' : value })}
      >
        {FAVORITE_SORTS.map((one) => (
          <option key={one} value={one}>
            {t.sorts[one]}
          </option>
        ))}
      </select>
    </>
  );
}
