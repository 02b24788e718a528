import { signal } from '@preact/signals';
import type { ImportRow } from '../shared/api/api-types.ts';
import type { LoadedPage } from '../shared/api/paged-list.ts';
import { whenForgotten } from '../shared/forgetting.ts';

export const PAGE_SIZE = 20;

/** `total`: number of rows with this outcome. */
type State = {
  readonly rows: readonly ImportRow[] | undefined;
  readonly total: number;
  readonly error: unknown;
  readonly isLoading: boolean;
};

/**
 * The rows of an import that have one outcome. If a row gets a film, it disappears from the list of the service, and
 * the following rows move up one place. {@link more} takes this into account, so that it misses no row.
 */
export class ImportRows {
  readonly state = signal<State>({ rows: undefined, total: 0, error: undefined, isLoading: false });
  readonly #load: (page: number) => Promise<LoadedPage<ImportRow>>;

  /** `load`: a page, from 1, with {@link PAGE_SIZE} rows */
  constructor(load: (page: number) => Promise<LoadedPage<ImportRow>>) {
    this.#load = load;
  }

  get hasMore(): boolean {
    const { rows, total } = this.state.value;
    return rows !== undefined && rows.length < total;
  }

  /** Loads the page with the first row that is not loaded yet. */
  async more(): Promise<void> {
    if (this.state.peek().isLoading) return;
    this.state.value = { ...this.state.peek(), isLoading: true };
    try {
      const here = this.state.peek().rows?.length ?? 0;
      const { items, total } = await this.#load(Math.floor(here / PAGE_SIZE) + 1);
      const rows = new Map([...(this.state.peek().rows ?? []), ...items].map((row) => [row.row, row]));
      this.state.value = { rows: [...rows.values()], total, error: undefined, isLoading: false };
    } catch (error) {
      this.state.value = { ...this.state.peek(), error, isLoading: false };
    }
  }

  /** Removes the row, because it got a film. */
  settle(row: number): void {
    const { rows, total, ...state } = this.state.peek();
    const rest = rows?.filter((one) => one.row !== row);
    this.state.value = { ...state, rows: rest, total: total - ((rows?.length ?? 0) - (rest?.length ?? 0)) };
  }
}

const MAX_LISTS = 10;
const lists = new Map<string, ImportRows>();
whenForgotten(() => lists.clear());

/** The list under the key. The lists used last are kept, so that they are shown at once when they are opened again. */
export function importRows(key: string, load: (page: number) => Promise<LoadedPage<ImportRow>>): ImportRows {
  const list = lists.get(key) ?? new ImportRows(load);
  lists.delete(key);
  lists.set(key, list);
  const [oldest] = lists.keys();
  if (lists.size > MAX_LISTS && oldest !== undefined) lists.delete(oldest);
  return list;
}
