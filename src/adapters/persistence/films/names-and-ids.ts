import { and, asc, eq, gte, inArray, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Named } from '../../../application/films/ports/lookup-repository.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import { FIRST_OWN_ID } from '../../../domain/films/movie.ts';
import type { Database, Transaction } from '../engine/drizzle-database.ts';
import { directors, genres, movieDirectors } from './films-tables.ts';

export type IdsOfNames = (name: string) => number;
export type IdsOfDirectors = (director: NamedDirector) => number;

type NamedDirector = { readonly id: number | null; readonly name: string };

/** How often directors are created again after concurrent saves have replaced them. */
const MAX_ATTEMPTS = 10;

const nextOwnId = sql<number>`nextval('own_ids')`;

/** Genres without an id get one assigned by this service. */
export async function idsOfGenres(tx: Transaction, names: readonly string[]): Promise<IdsOfNames> {
  const wanted = unique(names);
  let found = await genresNamed(tx, wanted);
  const unheard = wanted.filter((name) => !found.some((genre) => genre.name === name));
  if (unheard.length > 0) {
    const rows = unheard.map((name) => ({ id: nextOwnId, name }));
    await tx.insert(genres).values(rows).onConflictDoNothing();
    found = await genresNamed(tx, wanted);
  }
  return idsIn(found);
}

/**
 * Stores directors under their Kinopoisk id, or under an id of our own when only the name is known. A director with an
 * id of our own whose name is in `kinopoiskIds` gets the Kinopoisk id, in all films.
 */
export async function storeDirectors(
  tx: Transaction,
  incoming: readonly NamedDirector[],
  kinopoiskIds: ReadonlyMap<string, number>,
): Promise<IdsOfDirectors> {
  await storeNamesOfIds(tx, incoming);
  // A concurrent change of such a director's name waits, and then outdates the films that are linked to it here.
  if (kinopoiskIds.size > 0)
    await tx
      .select({ id: directors.id })
      .from(directors)
      .where(inArray(directors.id, [...kinopoiskIds.values()]))
      .orderBy(asc(directors.id))
      .for('share');
  const named = unique(
    incoming.filter(({ id, name }) => id === null && !kinopoiskIds.has(name)).map(({ name }) => name),
  );
  const own = await lockOwnDirectors(tx, named, [...kinopoiskIds.keys()]);
  for (const { id, name } of own) {
    const kinopoiskId = kinopoiskIds.get(name);
    if (kinopoiskId !== undefined) await replaceDirector(tx, id, kinopoiskId);
  }
  const idOf = idsIn(own);
  return ({ id, name }) => id ?? kinopoiskIds.get(name) ?? idOf(name);
}

export async function ownDirectorsNamed(db: Database | Transaction, names: readonly string[]): Promise<Named[]> {
  return names.length === 0 ? [] : db.select().from(directors).where(isOwn(names));
}

/** The latest spelling of a name is stored. */
async function storeNamesOfIds(tx: Transaction, incoming: readonly NamedDirector[]): Promise<void> {
  const names = new Map(incoming.flatMap(({ id, name }) => (id === null ? [] : [[id, name] as const])));
  const rows = Array.from(names, ([id, name]) => ({ id, name })).toSorted((a, b) => a.id - b.id);
  if (rows.length === 0) return;
  const name = sql`excluded.name`;
  await tx
    .insert(directors)
    .values(rows)
    .onConflictDoUpdate({ target: directors.id, set: { name }, setWhere: sql`${directors.name} <> ${name}` });
}

/**
 * Creates the directors of `named` that do not exist. A concurrent save may delete one before it is locked; then it is
 * created again.
 */
async function lockOwnDirectors(tx: Transaction, named: string[], identified: string[]): Promise<Named[]> {
  const wanted = unique([...named, ...identified]);
  if (wanted.length === 0) return [];
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const there = new Set((await ownDirectorsNamed(tx, named)).map(({ name }) => name));
    const missing = named.filter((name) => !there.has(name)).map((name) => ({ id: nextOwnId, name }));
    if (missing.length > 0) await tx.insert(directors).values(missing).onConflictDoNothing();
    const locked = await tx.select().from(directors).where(isOwn(wanted)).orderBy(asc(directors.name)).for('update');
    if (named.every((name) => locked.some((director) => director.name === name))) return locked;
  }
  throw new StorageUnavailable({ retryAfterSeconds: 1 });
}

async function replaceDirector(tx: Transaction, ownId: number, kinopoiskId: number): Promise<void> {
  const same = alias(movieDirectors, 'same');
  const isNamedTwice = tx
    .select()
    .from(same)
    .where(and(eq(same.kinopoiskId, movieDirectors.kinopoiskId), eq(same.directorId, kinopoiskId)));
  await tx
    .update(movieDirectors)
    .set({ directorId: kinopoiskId })
    .where(and(eq(movieDirectors.directorId, ownId), notExists(isNamedTwice)));
  await tx.delete(movieDirectors).where(eq(movieDirectors.directorId, ownId));
  await tx.delete(directors).where(eq(directors.id, ownId));
}

function isOwn(names: readonly string[]) {
  return and(inArray(directors.name, [...names]), gte(directors.id, FIRST_OWN_ID));
}

async function genresNamed(tx: Transaction, names: string[]): Promise<Named[]> {
  return names.length === 0 ? [] : tx.select().from(genres).where(inArray(genres.name, names));
}

/** Ascending, so that all saves insert and lock in one order. */
function unique(names: readonly string[]): string[] {
  return Array.from(new Set(names)).toSorted();
}

function idsIn(named: readonly Named[]): IdsOfNames {
  const ids = new Map(named.map(({ id, name }) => [name, id]));
  return (name) => {
    const id = ids.get(name);
    if (id === undefined) throw new Error('a genre or director was not stored');
    return id;
  };
}
