import { beforeEach, describe, expect, it } from 'vitest';
import { FilmSourceTimeout } from '../../../src/application/films/ports/film-source.ts';
import { CancelImport } from '../../../src/application/imports/cancel-import.ts';
import { ChooseFilmOfRow } from '../../../src/application/imports/choose-film-of-row.ts';
import { ExportUnmatchedRows } from '../../../src/application/imports/export-unmatched-rows.ts';
import { GetImport } from '../../../src/application/imports/get-import.ts';
import { ListImportRows } from '../../../src/application/imports/list-import-rows.ts';
import { ListImports } from '../../../src/application/imports/list-imports.ts';
import { PurgeImports } from '../../../src/application/imports/purge-imports.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated, THE_SERVICE } from '../../../src/domain/access/actor.ts';
import { MovieRestricted } from '../../../src/domain/access/restriction.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import type { ImportedRow, ListRow, RowDecision } from '../../../src/domain/imports/film-import.ts';
import {
  IMPORT_KEPT_DAYS,
  ImportNotFound,
  ImportRowNotFound,
  ImportRowSettled,
  ROW_OUTCOMES,
} from '../../../src/domain/imports/film-import.ts';
import { given } from '../../../src/domain/shared/given.ts';
import type { Listing } from '../../../src/domain/shared/page.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aNewImport, importedAt, listRows, matchedAs, startImport } from '../../builders/film-import.ts';
import { aCard } from '../../builders/film.ts';
import { anImportWork } from '../../builders/imports.ts';
import { aClient } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { PreparedFilmListFiles } from '../../fakes/prepared-film-list-files.ts';

const [alice, bob] = [uuid(1), uuid(2)];
const id = uuid(5001);
const bobActor = aUserActor({ userId: bob });
const DAY_SECONDS = 24 * 3600;

let clock: FixedClock;
let source: InMemoryFilmSource;
let parts: Awaited<ReturnType<typeof anImportWork>>;
let cancelImport: CancelImport;
let chooseFilmOfRow: ChooseFilmOfRow;
let exportUnmatchedRows: ExportUnmatchedRows;
let getImport: GetImport;
let listImportRows: ListImportRows;
let listImports: ListImports;
let purgeImports: PurgeImports;
const going = { stopping: { aborted: false } };

beforeEach(async () => {
  clock = new FixedClock(importedAt);
  source = new InMemoryFilmSource(clock);
  const people = [alice, bob].map((each) => aUser({ id: each, username: null, email: `${each}@example.org` }));
  parts = await anImportWork({ clock, source, people });
  const { imports, catalog, visibility, movies } = parts;
  await movies.save([aCard(), aCard({ kinopoiskId: 302 })]);
  cancelImport = new CancelImport(imports, clock);
  chooseFilmOfRow = new ChooseFilmOfRow(imports, catalog, visibility, clock);
  exportUnmatchedRows = new ExportUnmatchedRows(imports, new PreparedFilmListFiles());
  getImport = new GetImport(imports);
  listImportRows = new ListImportRows(imports);
  listImports = new ListImports(imports);
  purgeImports = new PurgeImports(imports, clock);
});

const candidates = [{ kinopoiskId: 301, title: 'Матрица', year: 1999, confidence: 0.72 }];
/** One decision for each outcome. The last row has no decision yet. */
const decisions: readonly RowDecision[] = [
  matchedAs(1, 301),
  { row: 2, match: { outcome: 'ambiguous', candidates } },
  { row: 3, match: { outcome: 'not_found' } },
  { row: 4, match: { outcome: 'restricted', kinopoiskId: 302 } },
];
const unreadable: ListRow = { fault: 'columns', text: 'a b' };

/** Alice's import with a row of each outcome: matched, ambiguous, not found, restricted, invalid, pending. */
async function settled(): Promise<void> {
  await startImport(parts.imports, aNewImport(), [...listRows(4), unreadable, ...listRows(1)]);
  const job = (await parts.queue.take('worker', clock.now())) ?? expect.fail('nothing to take');
  await parts.queue.settle(job, 'worker', { decisions, waiting: [] }, clock.now());
}

/** All data of both. */
const state = async () => ({
  imports: [await parts.imports.list(alice), await parts.imports.list(bob)],
  rows: (await parts.imports.rows(alice, id, ROW_OUTCOMES, { page: 1, perPage: 100 })).items,
  shelves: await Promise.all([alice, bob].map(shelf)),
});

async function shelf(userId: string) {
  const { items } = await parts.favorites.list(userId, { sort: 'added_at' }, { page: 1, perPage: 100 });
  return items.map(({ movie }) => movie.kinopoiskId).toSorted((a, b) => a - b);
}

const choose = (row: number, kinopoiskId: number, actor: Actor = aUserActor()) =>
  chooseFilmOfRow.execute(actor, { id, row, kinopoiskId, client: aClient });

async function all(listing: Listing<ImportedRow>): Promise<readonly ImportedRow[]> {
  return 'items' in listing ? listing.items : Array.fromAsync(listing);
}

const USE_CASES: [string, (actor: Actor) => Promise<unknown>][] = [
  ['CancelImport', (actor) => cancelImport.execute(actor, { id })],
  ['ChooseFilmOfRow', (actor) => choose(2, 301, actor)],
  ['ExportUnmatchedRows', (actor) => exportUnmatchedRows.execute(actor, { id })],
  ['GetImport', (actor) => getImport.execute(actor, { id })],
  ['ListImportRows', (actor) => listImportRows.execute(actor, { id })],
  ['ListImports', (actor) => listImports.execute(actor, {})],
];

describe.each(USE_CASES)('%s', (_name, execute) => {
  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
  ])('%s, and changes nothing', async (_, actor, refusal) => {
    await settled();
    const before = await state();
    await expect(execute(actor)).rejects.toThrow(refusal);
    expect(await state()).toEqual(before);
  });
});

describe.each(USE_CASES.filter(([name]) => name !== 'ListImports'))('%s', (_name, execute) => {
  it('does not find unknown imports or those of others', async () => {
    await expect(execute(aUserActor())).rejects.toThrow(new ImportNotFound());
    await settled();
    const before = await state();
    await expect(execute(bobActor)).rejects.toThrow(new ImportNotFound());
    expect(await state()).toEqual(before);
  });
});

describe('GetImport and ListImports', () => {
  it('show the progress of an import', async () => {
    await settled();
    const report = await getImport.execute(aUserActor(), { id });
    expect(report).toMatchObject({
      status: 'running',
      outcomes: { pending: 1, waiting: 0, matched: 1, ambiguous: 1, not_found: 1, restricted: 1, invalid: 1 },
      effects: { added: 1, changed: 0, unchanged: 0 },
    });
    expect(await listImports.execute(aUserActor(), {})).toEqual({ items: [report], total: 1 });
    expect(await listImports.execute(bobActor, {})).toEqual({ items: [], total: 0 });
  });

  it('list the newest first, in pages or all of them', async () => {
    for (const n of [1, 2, 3]) {
      clock.advanceSeconds(60);
      await parts.imports.open(aNewImport({ id: uuid(n), createdAt: clock.now() }));
      await cancelImport.execute(aUserActor(), { id: uuid(n) });
    }
    const idsOf = async (page?: { page: number; perPage: number }) => {
      const { items, total } = await listImports.execute(aUserActor(), given({ page }));
      return [items.map((each) => each.id), total];
    };
    expect(await idsOf()).toEqual([[uuid(3), uuid(2), uuid(1)], 3]);
    expect(await idsOf({ page: 2, perPage: 2 })).toEqual([[uuid(1)], 3]);
    expect(await idsOf({ page: 3, perPage: 2 })).toEqual([[], 3]);
  });
});

describe('ListImportRows', () => {
  beforeEach(settled);

  it('lists all rows in their order, those of one outcome, or a page', async () => {
    const list = async (options: Omit<Parameters<ListImportRows['execute']>[1], 'id'>) =>
      (await all(await listImportRows.execute(aUserActor(), { id, ...options }))).map(({ row }) => row);
    expect(await list({})).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await list({ page: { page: 2, perPage: 4 } })).toEqual([5, 6]);
    for (const [at, outcome] of (
      ['matched', 'ambiguous', 'not_found', 'restricted', 'invalid', 'pending'] as const
    ).entries()) {
      expect(await list({ outcome })).toEqual([at + 1]);
      expect(await list({ outcome, page: { page: 1, perPage: 4 } })).toEqual([at + 1]);
    }
  });
});

describe('ExportUnmatchedRows', () => {
  it('writes only the rows without a film', async () => {
    await settled();
    const pieces = await exportUnmatchedRows.execute(aUserActor(), { id });
    const written = (await Array.fromAsync(pieces)).map((line) => JSON.parse(line) as { row: number });
    expect(written.map(({ row }) => row)).toEqual([2, 3, 4, 5]);
  });
});

describe('CancelImport', () => {
  it('ends an import, and keeps its changes', async () => {
    await settled();
    clock.advanceSeconds(5);
    const cancelled = await cancelImport.execute(aUserActor(), { id });
    expect(cancelled).toMatchObject({ status: 'cancelled', finishedAt: clock.now(), outcomes: { matched: 1 } });
    expect(await shelf(alice)).toEqual([301]);
    clock.advanceSeconds(5);
    expect(await cancelImport.execute(aUserActor(), { id })).toEqual(cancelled);
    expect(await parts.queue.take('worker', new Date(clock.now().getTime() + 600_000))).toBeUndefined();
  });
});

describe('ChooseFilmOfRow', () => {
  beforeEach(settled);

  it.each([
    ['was ambiguous', 2],
    ['was not found', 3],
  ])('settles a row that %s, and changes the shelf', async (_, row) => {
    expect(await choose(row, 302)).toEqual({
      row,
      said: listRows(4)[row - 1],
      outcome: 'matched',
      kinopoiskId: 302,
      by: 'owner',
      confidence: 1,
      candidates: [],
      effect: 'added',
    });
    expect(await shelf(alice)).toEqual([301, 302]);
    expect(await getImport.execute(aUserActor(), { id })).toMatchObject({ effects: { added: 2 } });
  });

  it('does nothing when it is repeated, even if the film was removed from the shelf', async () => {
    const chosen = await choose(2, 302);
    await parts.favorites.remove(alice, 302, clock.now());
    expect(await choose(2, 302)).toEqual(chosen);
    expect(await choose(1, 301)).toMatchObject({ by: 'imdb_id', kinopoiskId: 301 });
    expect(await shelf(alice)).toEqual([301]);
  });

  it.each([
    ['matched otherwise', 1, 302],
    ['restricted', 4, 301],
    ['not readable', 5, 301],
    ['not decided yet', 6, 301],
  ])('does not change a row that is %s', async (_, row, kinopoiskId) => {
    const before = await state();
    await expect(choose(row, kinopoiskId)).rejects.toThrow(new ImportRowSettled());
    expect(await state()).toEqual(before);
  });

  it('accepts one of twenty racing choices', async () => {
    const racing = Array.from({ length: 20 }, (_, at) => choose(2, at === 7 ? 302 : 301));
    const outcomes = await Promise.allSettled(racing);
    const chosen = (await state()).rows.find(({ row }) => row === 2);
    const through = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(new Set(through.map(({ kinopoiskId }) => kinopoiskId))).toEqual(new Set([chosen?.kinopoiskId]));
    expect(through).toHaveLength(chosen?.kinopoiskId === 302 ? 1 : 19);
  });

  it('does not find an unknown row', async () => {
    await expect(choose(7, 301)).rejects.toThrow(new ImportRowNotFound());
    await expect(choose(0, 301)).rejects.toThrow(new ImportRowNotFound());
  });

  it('asks the source for a film that is not stored', async () => {
    source.knows(aCard({ kinopoiskId: 7 }));
    expect(await choose(3, 7)).toMatchObject({ outcome: 'matched', kinopoiskId: 7 });
    expect(await shelf(alice)).toEqual([7, 301]);
  });

  it.each([
    ['nobody knows', () => undefined, new MovieNotFound()],
    ['cannot be asked for', () => source.fails(new FilmSourceTimeout()), new FilmSourceTimeout()],
    [
      'its owner may not view',
      async () => {
        await parts.movies.save([aCard({ kinopoiskId: 7 })]);
        parts.rules.restrict({ label: 'adults', rule: { kinopoiskIds: [7] } });
      },
      new MovieRestricted(),
    ],
  ])('chooses no film that %s', async (_, arrange, refusal) => {
    await arrange();
    const before = await state();
    await expect(choose(2, 7)).rejects.toThrow(refusal);
    expect(await state()).toEqual(before);
  });
});

describe('PurgeImports', () => {
  it('deletes only imports that ended more than thirty days ago, whatever their result', async () => {
    expect(IMPORT_KEPT_DAYS).toBe(30);
    await settled();
    await cancelImport.execute(aUserActor(), { id });
    await parts.imports.open(aNewImport({ userId: bob, id: uuid(6001) }));
    clock.advanceSeconds(30 * DAY_SECONDS);
    expect(await purgeImports.execute(THE_SERVICE, going)).toEqual({ imports: 0 });
    clock.advanceSeconds(0.001);
    expect(await purgeImports.execute(THE_SERVICE, going)).toEqual({ imports: 1 });
    expect(await parts.imports.list(alice)).toEqual([]);
    expect(await parts.imports.list(bob)).toMatchObject([{ status: 'reading' }]);
    expect(await shelf(alice)).toEqual([301]);
  });

  it.each([
    ['somebody without a token', anonymous],
    ['a user', aUserActor()],
  ])('is not for %s', async (_, actor) => {
    await expect(purgeImports.execute(actor, going)).rejects.toThrow(new PermissionDenied());
  });
});
