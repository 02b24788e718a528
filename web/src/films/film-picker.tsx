import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { MoviePreview } from '../shared/api/api-types.ts';
import { api, unwrapWithHeaders } from '../shared/api/api.ts';
import { Dialog } from '../shared/parts/dialog.tsx';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { canMeanFilm, FilmSearch } from './film-search.ts';
import { otherTitleOf, titleOf } from './film-title.ts';
import { filmsWording } from './films.wording.ts';
import { Poster } from './posters/poster.tsx';

const PAUSE_MS = 280;

type PickerOptions = {
  readonly title: string;
  /** What the search field contains at first. */
  readonly words: string;
  readonly onPick: (film: MoviePreview, shownTitle: string) => void;
  readonly onClose: () => void;
};

/** A dialog to search for a film and choose it. */
export function FilmPicker({ title, words, onPick, onClose }: PickerOptions) {
  const t = filmsWording();
  const search = useRef<FilmSearch>(undefined);
  search.current ??= new FilmSearch(findFilms);
  const typed = useSignal(words);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (words) void search.current?.search(words);
    return () => {
      clearTimeout(timer.current);
      search.current?.clear();
    };
  }, []);

  function type(text: string): void {
    typed.value = text;
    clearTimeout(timer.current);
    const wanted = text.trim();
    if (canMeanFilm(wanted)) timer.current = setTimeout(() => void search.current?.search(wanted), PAUSE_MS);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form
        role="search"
        class="search-field"
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(timer.current);
          void search.current?.search(typed.value.trim());
        }}
      >
        <Icon name="search" />
        <input
          class="input"
          type="search"
          aria-label={t.searchLabel}
          autofocus
          value={typed.value}
          maxLength={200}
          autocomplete="off"
          onInput={(event) => type(event.currentTarget.value)}
        />
      </form>
      <Found search={search.current} onPick={onPick} />
      <form method="dialog" class="buttons">
        <button class="button">{sharedWording().cancel}</button>
      </form>
    </Dialog>
  );
}

function Found({ search, onPick }: { search: FilmSearch } & Pick<PickerOptions, 'onPick'>) {
  const t = filmsWording();
  const { found, isSearching, error } = search.state.value;
  return (
    <>
      <p class="visually-hidden" role="status">
        {isSearching ? t.searching : found && t.found(found.total)}
      </p>
      <FailureNotice error={error} />
      {found?.films.length === 0 && !isSearching && <p class="muted">{t.nothingFound}</p>}
      <ul class={isSearching ? 'picker is-old' : 'picker'}>
        {found?.films.map((film) => (
          <li key={film.kinopoisk_id}>
            <button
              type="button"
              disabled={!film.viewable}
              onClick={(event) => {
                event.currentTarget.closest('dialog')?.close();
                onPick(film, titleOf(film));
              }}
            >
              <Poster film={film} />
              <span>
                <strong>{titleOf(film)}</strong>
                <span class="muted small">{[otherTitleOf(film), film.year].filter(Boolean).join(', ')}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

async function findFilms(words: string, page: number, signal: AbortSignal) {
  const { data, headers } = await unwrapWithHeaders(
    api.GET('/movies/search', { params: { query: { query: words, page } }, signal }),
  );
  return {
    films: data,
    total: Number(headers.get('X-Total-Count') ?? data.length),
    source: 'catalogue' as const,
  };
}
