import { useEffect } from 'preact/hooks';
import type { FavoriteMovie } from '../shared/api/api-types.ts';
import type { PagedList } from '../shared/api/paged-list.ts';
import { Empty } from '../shared/parts/empty.tsx';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { addressOf, place } from '../shared/routing/router.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { entryOf } from './entries.ts';
import { PosterGrid } from './poster-grid.tsx';
import { ShelfControls } from './shelf-controls.tsx';
import { shelfList } from './shelf-lists.ts';
import type { ShelfQuery } from './shelf-query.ts';
import { isFiltered, shelfQueryOf } from './shelf-query.ts';
import { ShelfTable } from './shelf-table.tsx';
import { shelfWording } from './shelf.wording.ts';
import type { ShownFilm } from './shown-films.ts';

const FIRST_ITEMS = 60;

/** The shelf as posters or as a table. */
export function ShelfView() {
  const t = shelfWording();
  const query = shelfQueryOf(place.value.query);
  const list = shelfList(query);
  useEffect(() => void list.refresh(0, FIRST_ITEMS - 1), [list]);
  const { items, error } = list.state.value;
  const shown = items && withoutRemoved(items);
  const isEmpty = shown?.length === 0 && !isFiltered(query);
  return (
    <>
      <div class="page-head">
        <h1 tabindex={-1}>{t.myShelf}</h1>
        <p class="muted" role="status">
          {shown && shown.length > 0 && sharedWording().films(shown.length)}
        </p>
      </div>
      {!isEmpty && <ShelfControls query={query} />}
      {error !== undefined && <FailureNotice error={error} retry={() => list.refresh(0, FIRST_ITEMS - 1)} />}
      {shown === undefined && error === undefined && <ShelfSkeleton />}
      {isEmpty && <EmptyShelf />}
      {shown && !isEmpty && <ShownFilms shown={shown} list={list} query={query} />}
    </>
  );
}

/** Leaves out films that were just removed, of which the service may not know yet. */
function withoutRemoved(items: readonly (FavoriteMovie | undefined)[]): readonly ShownFilm[] {
  return items.flatMap((film, index) => (film && entryOf(film.kinopoisk_id).value === null ? [] : [{ film, index }]));
}

type ShownFilmsOptions = {
  readonly shown: readonly ShownFilm[];
  readonly list: PagedList<FavoriteMovie>;
  readonly query: ShelfQuery;
};

function ShownFilms({ shown, list, query }: ShownFilmsOptions) {
  if (shown.length === 0) return <NoneFits query={query} />;
  return query.view === 'table' ? <ShelfTable {...{ shown, list, query }} /> : <PosterGrid {...{ shown, list }} />;
}

function NoneFits({ query }: { query: ShelfQuery }) {
  const t = shelfWording();
  return (
    <Empty title={t.noneTitle} text={t.noneDetail}>
      <a class="button" href={addressOf('', { view: query.view === 'table' ? 'table' : '' })}>
        {t.clearFilters}
      </a>
    </Empty>
  );
}

function EmptyShelf() {
  const t = shelfWording();
  return (
    <Empty title={t.emptyTitle} text={t.emptyDetail}>
      <a class="button button-main" href={addressOf('search')}>
        <Icon name="search" />
        {t.find}
      </a>
      <a class="button" href={addressOf('imports')}>
        <Icon name="imports" />
        {t.importList}
      </a>
    </Empty>
  );
}

const PLACEHOLDERS = Array.from({ length: 12 }, (_, index) => index);

function ShelfSkeleton() {
  return (
    <ul class="film-grid" aria-hidden="true">
      {PLACEHOLDERS.map((index) => (
        <li key={index} class="film-card">
          <div class="poster skeleton" />
        </li>
      ))}
    </ul>
  );
}
