import { signal } from '@preact/signals';
import type { MoviePreview } from '../shared/api/api-types.ts';
import { Latest } from '../shared/api/latest.ts';

export type FilmSource = 'kinopoisk' | 'cache' | 'catalogue';
export type FoundFilms = {
  readonly films: readonly MoviePreview[];
  readonly total: number;
  readonly source: FilmSource;
};

/** Searches in the service. `page`: from 1 */
export type FindFilms = (words: string, page: number, cancelled: AbortSignal) => Promise<FoundFilms>;

/** `found`: the films for `words`, or still those of the previous words while `isSearching`. */
export type SearchState = {
  readonly words: string;
  readonly found: FoundFilms | undefined;
  readonly isSearching: boolean;
  readonly error: unknown;
};

const NOTHING: SearchState = { words: '', found: undefined, isSearching: false, error: undefined };
const PAGE_SIZE = 20;
const MAX_PAGES = 20;

/** A search while a person types. An answer for earlier words never replaces one for later words. */
export class FilmSearch {
  readonly state = signal<SearchState>(NOTHING);
  readonly #latest = new Latest();
  readonly #find: FindFilms;

  constructor(find: FindFilms) {
    this.#find = find;
  }

  async search(words: string): Promise<void> {
    if (words === '') {
      this.clear();
      return;
    }
    this.state.value = { ...this.state.value, words, isSearching: true, error: undefined };
    await this.#settle(async (cancelled) => this.#find(words, 1, cancelled));
  }

  /** Adds the next page. */
  async more(): Promise<void> {
    const { words, found, isSearching } = this.state.value;
    if (!found || isSearching || !this.hasMore) return;
    this.state.value = { ...this.state.value, isSearching: true, error: undefined };
    const page = Math.floor(found.films.length / PAGE_SIZE) + 1;
    await this.#settle(async (cancelled) => {
      const next = await this.#find(words, page, cancelled);
      return { ...next, films: withoutRepeats([...found.films, ...next.films]) };
    });
  }

  get hasMore(): boolean {
    const { found } = this.state.value;
    if (!found) return false;
    return found.films.length < Math.min(found.total, PAGE_SIZE * MAX_PAGES) && found.films.length % PAGE_SIZE === 0;
  }

  clear(): void {
    this.#latest.cancel();
    this.state.value = NOTHING;
  }

  async #settle(ask: (cancelled: AbortSignal) => Promise<FoundFilms>): Promise<void> {
    try {
      const outcome = await this.#latest.ask(ask);
      if (outcome.isLatest) this.state.value = { ...this.state.value, found: outcome.value, isSearching: false };
    } catch (error) {
      this.state.value = { ...this.state.value, error, isSearching: false };
    }
  }
}

/** A film may be on two pages if the answers come from different sources. */
function withoutRepeats(films: readonly MoviePreview[]): readonly MoviePreview[] {
  return [...new Map(films.map((film) => [film.kinopoisk_id, film])).values()];
}

const MIN_CHARACTERS = 3;
const MIN_DIGITS = 2;
/** In these scripts, one character can be a word. */
const WORD_IN_ITSELF = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether the service may ask Kinopoisk for the words (docs/guide/kinopoisk.md); shorter ones wait for Enter. */
export function canMeanFilm(words: string): boolean {
  if (WORD_IN_ITSELF.test(words)) return true;
  const characters = Array.from(words.replace(/\s/g, ''));
  return characters.length >= (/^\d+$/.test(words) ? MIN_DIGITS : MIN_CHARACTERS);
}
