import { unwrap } from '@kinopolka/client';
import type { FavoriteMovie } from '../shared/api/api-types.ts';
import { api } from '../shared/api/api.ts';
import { Optimistic } from '../shared/api/optimistic.ts';
import { isRefusedWith } from '../shared/api/refusal.ts';
import { whenForgotten } from '../shared/forgetting.ts';
import { say } from '../shared/messages.ts';
import { sayFailure } from '../shared/parts/failure.tsx';
import { sharedWording } from '../shared/shared.wording.ts';
import { shelfWording } from './shelf.wording.ts';

/** The personal part of an entry on the shelf. */
export type Personal = Pick<FavoriteMovie, 'user_rating' | 'note' | 'watched_at' | 'added_at'>;
export type PersonalChange = Partial<Omit<Personal, 'added_at'>>;

/** `null`: not on the shelf; `undefined`: not known yet. */
export type Entry = Personal | null | undefined;

type Named = { readonly kinopoisk_id: number };

/** One for each film that a view has requested, shared by all views, so that they always show the same. */
const entries = new Map<number, Optimistic<Entry>>();
whenForgotten(() => entries.clear());

export function entryOf(kinopoiskId: number): Optimistic<Entry> {
  const known = entries.get(kinopoiskId);
  if (known) return known;
  const entry = new Optimistic<Entry>(undefined);
  entries.set(kinopoiskId, entry);
  return entry;
}

/** Stores entries that the service returned. */
export function learn(favorites: readonly FavoriteMovie[]): void {
  for (const favorite of favorites) entryOf(favorite.kinopoisk_id).confirm(personalOf(favorite));
}

/**
 * Asks which of the films are on the shelf. After a failure, they count as not on the shelf, because adding a film
 * again changes nothing.
 */
export async function learnWhetherShelved(ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const query = { kinopoisk_id: [...ids] };
  const favorites = await unwrap(api.GET('/movies/favorites', { params: { query } })).catch(() => []);
  learn(favorites);
  const shelved = new Set(favorites.map(({ kinopoisk_id: id }) => id));
  for (const id of ids) if (!shelved.has(id)) entryOf(id).confirm(null);
}

/** Shows the film on the shelf before the service has answered; a message offers to undo it. */
export function addToShelf(film: Named): void {
  const id = film.kinopoisk_id;
  const undoRemoval = removals.get(id);
  if (undoRemoval) undoRemoval();
  else void sendAddition(id).catch(sayFailure);
}

async function sendAddition(id: number): Promise<void> {
  const added: Personal = { user_rating: null, note: null, watched_at: null, added_at: new Date().toISOString() };
  const send = async () => personalOf(await unwrap(api.POST('/movies/favorites', { body: { kinopoisk_id: id } })));
  await entryOf(id).change((entry) => entry ?? added, send);
  const undo = { label: sharedWording().undo, run: () => void removeNow(id).catch(sayFailure) };
  say({ kind: 'done', topic: `shelf/${id}`, text: shelfWording().added, action: undo });
}

class Undone extends Error {}

/** For each film whose removal is not sent yet, a function that undoes it. */
const removals = new Map<number, () => void>();
whenForgotten(() => {
  for (const undo of removals.values()) undo();
});

/**
 * Removes the film, with its rating, note and days. The request is sent when the message with "Undo" has disappeared,
 * because adding the film again would not restore the day on which it was added.
 */
export function removeFromShelf(film: Named): void {
  const id = film.kinopoisk_id;
  if (removals.has(id)) return;
  // Not rejected when it is undone: an earlier change may still be on its way, and nobody waits for the decision yet.
  const isFinal = Promise.withResolvers<boolean>();
  const decide = (final: boolean) => {
    removals.delete(id);
    isFinal.resolve(final);
  };
  const undo = () => decide(false);
  removals.set(id, undo);
  const send = async () => {
    if (!(await isFinal.promise)) throw new Undone();
    await sendRemoval(id);
    return null;
  };
  say({
    kind: 'done',
    topic: `shelf/${id}`,
    text: shelfWording().removed,
    action: { label: sharedWording().undo, run: undo },
    onGone: () => decide(true),
  });
  void remove(id, send).catch((error: unknown) => error instanceof Undone || sayFailure(error));
}

/** Undoes an addition. It does not wait, because a film just added has no rating or note that could be lost. */
async function removeNow(id: number): Promise<void> {
  await remove(id, async () => {
    await sendRemoval(id);
    return null;
  });
}

async function remove(id: number, send: () => Promise<null>): Promise<void> {
  await entryOf(id).change(() => null, send);
}

async function sendRemoval(id: number): Promise<void> {
  const params = { path: { kinopoisk_id: id } };
  try {
    // `keepalive`: the browser finishes the request even if the page is closed.
    await unwrap(api.DELETE('/movies/favorites/{kinopoisk_id}', { params, keepalive: true }));
  } catch (error) {
    // The film was removed elsewhere in the meantime.
    if (!isRefusedWith(error, 'favorite-not-found')) throw error;
  }
}

/**
 * Shows the new rating, note or day before the service has answered. `done`: the text of the message that offers to
 * undo it.
 */
export function changeEntry(id: number, changes: PersonalChange, done: string): void {
  const before = entryOf(id).value;
  if (!before) return;
  const undone = Object.fromEntries(Object.keys(changes).map((key) => [key, before[key as keyof PersonalChange]]));
  void sendChange(id, changes, () => {
    const undo = { label: sharedWording().undo, run: () => void sendChange(id, undone).catch(sayFailure) };
    say({ kind: 'done', topic: `entry/${id}`, text: done, action: undo });
  }).catch(sayFailure);
}

async function sendChange(id: number, changes: PersonalChange, then?: () => void): Promise<void> {
  const params = { path: { kinopoisk_id: id } };
  const send = async () =>
    personalOf(await unwrap(api.PATCH('/movies/favorites/{kinopoisk_id}', { params, body: changes, keepalive: true })));
  await entryOf(id).change((entry) => entry && { ...entry, ...changes }, send);
  then?.();
}

function personalOf({ user_rating, note, watched_at, added_at }: FavoriteMovie): Personal {
  return { user_rating, note, watched_at, added_at };
}
