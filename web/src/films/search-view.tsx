import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { sessionState } from '../sessions/session.ts';
import { api, unwrapWithHeaders } from '../shared/api/api.ts';
import { whenForgotten } from '../shared/forgetting.ts';
import { Empty } from '../shared/parts/empty.tsx';
import { FailureNotice } from '../shared/parts/failure.tsx';
import { Icon } from '../shared/parts/icon.tsx';
import { MoreButton } from '../shared/parts/more-button.tsx';
import { changeQuery, place } from '../shared/routing/router.ts';
import { learnWhetherShelved } from '../shelf/entries.ts';
import type { FilmSource } from './film-search.ts';
import { canMeanFilm, FilmSearch } from './film-search.ts';
import { filmsWording } from './films.wording.ts';
import { FoundFilm } from './found-film.tsx';

/** After a pause of this length, the person waits for results; shorter pauses are between two letters. */
const PAUSE_MS = 280;

/** Outside of the view, so that the results are shown at once when the view is opened again. */
const search = new FilmSearch(async (words, page, signal) => {
  const query = { query: words, page };
  const { data, headers } = await unwrapWithHeaders(api.GET('/movies/search', { params: { query }, signal }));
  if (sessionState.peek() === 'open') void learnWhetherShelved(data.map(({ kinopoisk_id: id }) => id));
  return {
    films: data,
    total: Number(headers.get('X-Total-Count') ?? data.length),
    source: (headers.get('Film-Source') ?? 'catalogue') as FilmSource,
  };
});
whenForgotten(() => search.clear());

export function SearchView() {
  const t = filmsWording();
  const words = place.value.query.get('q') ?? '';
  useEffect(() => {
    if (words !== search.state.peek().words && (words === '' || canMeanFilm(words))) void search.search(words);
  }, [words]);
  return (
    <>
      <div class="narrow search-head">
        <h1 tabindex={-1}>{t.searchTitle}</h1>
        <SearchField words={words} />
      </div>
      <Results words={words} />
    </>
  );
}

/** The address follows the field, so that back, reload and a link lead to the same results. */
function SearchField({ words }: { words: string }) {
  const t = filmsWording();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typed = useSignal(words);
  // The back and forward buttons of the browser change the address without the field.
  useEffect(() => {
    if (words !== typed.peek().trim()) typed.value = words;
  }, [words]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function type(text: string): void {
    typed.value = text;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => changeQuery({ q: text.trim() }), PAUSE_MS);
  }

  /**
   * Runs after Enter, and searches for the words even if they are short or were searched before. If words are sent
   * again, the service asks Kinopoisk (docs/guide/kinopoisk.md).
   */
  function searchNow(): void {
    clearTimeout(timer.current);
    const wanted = typed.value.trim();
    void search.search(wanted);
    changeQuery({ q: wanted });
  }

  return (
    <form
      role="search"
      class="search-field"
      onSubmit={(event) => {
        event.preventDefault();
        searchNow();
      }}
    >
      <label class="visually-hidden" for="search-words">
        {t.searchLabel}
      </label>
      <Icon name="search" />
      <input
        ref={input}
        id="search-words"
        class="input"
        type="search"
        data-focus
        value={typed.value}
        maxLength={200}
        placeholder={t.searchPlaceholder}
        autocomplete="off"
        enterkeyhint="search"
        onInput={(event) => type(event.currentTarget.value)}
      />
    </form>
  );
}

function Results({ words }: { words: string }) {
  const t = filmsWording();
  const { found, isSearching, error, words: searched } = search.state.value;
  if (error !== undefined) return <FailureNotice error={error} retry={() => search.search(words)} />;
  if (words === '') return <Empty title={t.begin} text={t.beginDetail} />;
  if (searched !== words && !canMeanFilm(words)) return <p class="narrow muted">{t.tooShort}</p>;
  if (!found) return <SearchingCards />;
  if (found.films.length === 0 && !isSearching) return <Empty title={t.nothingFound} text={t.nothingFoundDetail} />;
  return (
    <section aria-busy={isSearching}>
      <p class="result-line" role="status">
        <span>{isSearching ? t.searching : t.found(found.total)}</span>
        <span class="muted">{t.sources[found.source]}</span>
      </p>
      <ul class={isSearching ? 'film-grid is-old' : 'film-grid'}>
        {found.films.map((film) => (
          <FoundFilm key={film.kinopoisk_id} film={film} />
        ))}
      </ul>
      <MoreButton hasMore={search.hasMore} more={async () => search.more()} />
    </section>
  );
}

const PLACEHOLDERS = Array.from({ length: 12 }, (_, index) => index);

function SearchingCards() {
  return (
    <>
      <p class="visually-hidden" role="status">
        {filmsWording().searching}
      </p>
      <ul class="film-grid" aria-hidden="true">
        {PLACEHOLDERS.map((index) => (
          <li key={index} class="film-card">
            <div class="poster skeleton" />
          </li>
        ))}
      </ul>
    </>
  );
}
