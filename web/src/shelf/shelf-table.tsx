import { useRef } from 'preact/hooks';
import { titleOf } from '../films/film-title.ts';
import { Poster } from '../films/posters/poster.tsx';
import type { FavoriteMovie } from '../shared/api/api-types.ts';
import type { PagedList } from '../shared/api/paged-list.ts';
import { format } from '../shared/language.ts';
import { useRowWindow } from '../shared/parts/use-row-window.ts';
import { addressOf, changeQuery } from '../shared/routing/router.ts';
import { entryOf } from './entries.ts';
import type { FavoriteSort } from './favorite-sorts.ts';
import type { ShelfQuery } from './shelf-query.ts';
import { shelfWording } from './shelf.wording.ts';
import type { ShownFilm } from './shown-films.ts';
import { useFilmsInSight } from './shown-films.ts';

type TableProps = {
  readonly shown: readonly ShownFilm[];
  readonly list: PagedList<FavoriteMovie>;
  readonly query: ShelfQuery;
};

export function ShelfTable({ shown, list, query }: TableProps) {
  const t = shelfWording();
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, end, above, below } = useRowWindow(shown.length, body);
  const inSight = shown.slice(first, end);
  useFilmsInSight(inSight, list);
  return (
    <table class="shelf-table" aria-label={t.myShelf} aria-rowcount={shown.length + 1}>
      <thead>
        <tr>
          <SortHeader column="title" sort={query.sort} />
          <SortHeader column="year" sort={query.sort} />
          <th scope="col" class="wide-only">
            {t.director}
          </th>
          <SortHeader column="rating" sort={query.sort} isWide />
          <SortHeader column="user_rating" sort={query.sort} />
          <SortHeader column="watched_at" sort={query.sort} isWide />
          <SortHeader column="added_at" sort={query.sort} isWide />
        </tr>
      </thead>
      <tbody ref={body}>
        {above > 0 && <Space height={above} />}
        {inSight.map(({ film, index }, at) => (
          <tr key={film?.kinopoisk_id ?? `index-${index}`} data-item aria-rowindex={first + at + 2}>
            {film ? (
              <Cells film={film} />
            ) : (
              <td>
                <div class="skeleton line" />
              </td>
            )}
          </tr>
        ))}
        {below > 0 && <Space height={below} />}
      </tbody>
    </table>
  );
}

/** A row with the height of all rows that are not drawn. */
function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden="true" style={{ height: `${height}px` }}>
      <td />
    </tr>
  );
}

function SortHeader({ column, sort, isWide = false }: { column: FavoriteSort; sort: FavoriteSort; isWide?: boolean }) {
  const t = shelfWording();
  const order = column === 'title' ? 'ascending' : 'descending';
  return (
    <th scope="col" class={isWide ? 'wide-only' : undefined} aria-sort={sort === column ? order : undefined}>
      <button
        type="button"
        title={t.sorts[column]}
        onClick={() => changeQuery({ sort: column === 'added_at' ? '' : column })}
      >
        {t.columns[column]}
        {sort === column && <span aria-hidden="true">{order === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </button>
    </th>
  );
}

function Cells({ film }: { film: FavoriteMovie }) {
  const entry = entryOf(film.kinopoisk_id).value ?? film;
  return (
    <>
      <th scope="row">
        <a href={addressOf(`films/${film.kinopoisk_id}`)}>
          <Poster film={film} />
          <span class="row-title">{titleOf(film)}</span>
        </a>
      </th>
      <td>{film.year}</td>
      <td class="wide-only">
        <span class="one-line">{film.director?.name}</span>
      </td>
      <td class="wide-only number">{film.rating !== null && format.rating(film.rating)}</td>
      <td class="number">{entry.user_rating !== null && <strong class="my-rating">{entry.user_rating}</strong>}</td>
      <td class="wide-only">{entry.watched_at !== null && format.shortDay(entry.watched_at)}</td>
      <td class="wide-only">{format.shortDay(entry.added_at)}</td>
    </>
  );
}
