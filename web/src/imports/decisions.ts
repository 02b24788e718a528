import { unwrap } from '@kinopolka/client';
import { signal } from '@preact/signals';
import { api } from '../shared/api/api.ts';
import { whenForgotten } from '../shared/forgetting.ts';
import { say } from '../shared/messages.ts';
import { sayFailure } from '../shared/parts/failure.tsx';
import { remember, remembered } from '../shared/remembered.ts';
import { sharedWording } from '../shared/shared.wording.ts';
import { importsWording } from './imports.wording.ts';

/** `id`: the id of the import; `row`: the number of the row in it */
export type RowName = { readonly id: string; readonly row: number };

const nameOf = ({ id, row }: RowName) => `${id}/${row}`;
const SKIPPED = 'skipped';
/** Nobody skips more rows by hand. Beyond this number, the rows that were skipped first are shown again. */
const MAX_SKIPPED = 2000;

/** Rows whose film was chosen, until the service has answered. */
const chosen = signal<ReadonlySet<string>>(new Set());
/** The service does not store which rows their owner skipped, so this browser does. */
const skipped = signal<readonly string[]>(remembered(SKIPPED)?.split(' ') ?? []);

whenForgotten(() => {
  chosen.value = new Set();
  setSkipped([]);
});

export function isDecided(row: RowName): boolean {
  return chosen.value.has(nameOf(row)) || skipped.value.includes(nameOf(row));
}

/** How many rows of the import are skipped. */
export function skippedRows(id: string): number {
  return skipped.value.filter((name) => name.startsWith(`${id}/`)).length;
}

export function skipRow(row: RowName): void {
  const name = nameOf(row);
  setSkipped([...skipped.value, name]);
  const run = () => setSkipped(skipped.value.filter((one) => one !== name));
  say({ kind: 'done', text: importsWording().skipped, action: { label: sharedWording().undo, run } });
}

export function showSkipped(id: string): void {
  setSkipped(skipped.value.filter((name) => !name.startsWith(`${id}/`)));
}

function setSkipped(names: readonly string[]): void {
  skipped.value = names.slice(-MAX_SKIPPED);
  remember(SKIPPED, names.length === 0 ? null : skipped.value.join(' '));
}

/**
 * Chooses the film of a row. The choice is sent when the message with "Undo" has disappeared, because the service
 * cannot undo it. `done` is called when the service has accepted the choice.
 */
export function chooseFilm(row: RowName, film: { id: number; title: string }, done: () => void): void {
  const name = nameOf(row);
  chosen.value = new Set([...chosen.value, name]);
  const takeBack = () => {
    chosen.value = new Set([...chosen.value].filter((one) => one !== name));
  };
  const send = async () => {
    const params = { path: { id: row.id, row: row.row } };
    const body = { kinopoisk_id: film.id };
    // `keepalive`: the browser finishes the request even if the page is closed.
    await unwrap(api.PUT('/imports/{id}/rows/{row}', { params, body, keepalive: true }));
    done();
  };
  say({
    kind: 'done',
    text: importsWording().chosen(film.title),
    action: { label: sharedWording().undo, run: takeBack },
    onGone: () => void send().catch(sayFailure).finally(takeBack),
  });
}
