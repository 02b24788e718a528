import { signal } from '@preact/signals';

/** `total`: number of items of the whole list. */
export type LoadedPage<T> = { readonly items: readonly T[]; readonly total: number };

/** `items`: an array with the length of the whole list. Items that are not loaded yet are `undefined`. */
export type PagedState<T> = {
  readonly items: readonly (T | undefined)[] | undefined;
  readonly error: unknown;
};

/** A long list of the service whose pages are loaded when they become visible. */
export class PagedList<T> {
  readonly state = signal<PagedState<T>>({ items: undefined, error: undefined });
  readonly #load: (page: number) => Promise<LoadedPage<T>>;
  readonly #pageSize: number;
  #pages = new Map<number, Promise<void>>();

  /** `load`: a page, from 1, with `pageSize` items; the last one may have fewer. */
  constructor(pageSize: number, load: (page: number) => Promise<LoadedPage<T>>) {
    this.#pageSize = pageSize;
    this.#load = load;
  }

  /** Loads those items from index `first` to `last` that are not loaded yet. */
  async need(first: number, last: number): Promise<void> {
    const wanted: Promise<void>[] = [];
    for (let page = this.#pageOf(first); page <= this.#pageOf(Math.max(first, last)); page += 1)
      wanted.push(this.#needPage(page));
    await Promise.all(wanted);
  }

  /**
   * Loads the items again after the list has changed; other pages are loaded again when needed. Until then, the old
   * items stay.
   */
  async refresh(first: number, last: number): Promise<void> {
    this.#pages = new Map();
    await this.need(first, last);
  }

  #pageOf(index: number): number {
    return Math.floor(index / this.#pageSize) + 1;
  }

  async #needPage(page: number): Promise<void> {
    const known = this.#pages.get(page);
    if (known) return known;
    const loading = this.#loadPage(page);
    this.#pages.set(page, loading);
    return loading;
  }

  async #loadPage(page: number): Promise<void> {
    const pages = this.#pages;
    try {
      const { items: loaded, total } = await this.#load(page);
      // A page that was requested before a refresh may be outdated. It is used only if there is nothing else to show.
      if (pages !== this.#pages && this.state.peek().items !== undefined) return;
      const items = Array.from({ length: total }, (_, index) => this.state.peek().items?.[index]);
      items.splice((page - 1) * this.#pageSize, loaded.length, ...loaded);
      this.state.value = { items: items.slice(0, total), error: undefined };
    } catch (error) {
      pages.delete(page);
      this.state.value = { ...this.state.peek(), error };
    }
  }
}
