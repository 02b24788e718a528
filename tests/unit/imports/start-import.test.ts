import { beforeEach, describe, expect, it } from 'vitest';
import { StartImport } from '../../../src/application/imports/start-import.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { StoredData } from '../../../src/application/shared/stored-data.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import type { ListRow } from '../../../src/domain/imports/film-import.ts';
import {
  FilmListUnusable,
  ImportNotFound,
  ImportRunning,
  ImportSourceMissing,
  MAX_IMPORT_ROWS,
  ROW_OUTCOMES,
} from '../../../src/domain/imports/film-import.ts';
import type { Client } from '../../../src/domain/sessions/session.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { limitsWith } from '../../builders/catalog.ts';
import { aListedFilm, anImportReport, importedAt, listRows } from '../../builders/film-import.ts';
import { anImportStore } from '../../builders/imports.ts';
import { clientAt } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';
import { PreparedFilmListFiles } from '../../fakes/prepared-film-list-files.ts';

const alice = uuid(1);
const first = '00000000-0000-7000-8000-000000000001';
const nobodyReads = { type: 'csv', bytes: (async function* () {})() } as const;
const profile = { kinopoiskUserId: 789_114, isDryRun: false };
const noRows = { ...anImportReport().outcomes };

const clock = new FixedClock(importedAt);
const source = new InMemoryFilmSource(clock);
const megabyteADay = limitsWith({ 'stored-address': { limit: 1, windowSeconds: 86_400 } });
let stored: StoredData;
let store: ReturnType<typeof anImportStore>;
let ids: NumberedIds;

beforeEach(async () => {
  store = anImportStore();
  ids = new NumberedIds();
  stored = new StoredData(new InMemoryRateLimiter(clock, megabyteADay));
  await store.users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: null });
});

function startOf(rows: () => AsyncIterable<ListRow> | Iterable<ListRow>) {
  const startImport = new StartImport(store.imports, new PreparedFilmListFiles(rows), source, stored, clock, ids);
  return ({
    isDryRun = false,
    actor = aUserActor(),
    client,
  }: { isDryRun?: boolean; actor?: Actor; client?: Client } = {}) =>
    startImport.execute(actor, { isDryRun, file: nobodyReads, ...(client && { client }) });
}

const rowsThere = async () =>
  (await store.imports.rows(alice, first, ROW_OUTCOMES, { page: 1, perPage: 100_000 })).items;

describe('StartImport of a file', () => {
  it('stores its rows, which are matched later', async () => {
    const report = anImportReport({ id: first, status: 'running', columns: [], expectedRows: 3 });
    const started = await startOf(() => listRows(3))();
    expect(started).toEqual({ ...report, outcomes: { ...noRows, pending: 3 } });
    expect((await rowsThere()).map(({ said }) => said)).toEqual(listRows(3));
    expect(await store.imports.find(alice, first)).toEqual(started);
  });

  it.each([true, false])('stores whether it is a dry run (%s)', async (isDryRun) => {
    expect(await startOf(() => listRows(1))({ isDryRun })).toMatchObject({ isDryRun });
  });

  it('stores the scope of a narrowed token, because the import continues without the token', async () => {
    const narrowed = { ...aUserActor(), scope: ['favorites:own'] } as const;
    await startOf(() => listRows(1))({ actor: narrowed });
    expect(await store.imports.find(alice, first)).toMatchObject({ scope: ['favorites:own'], personalTokenId: null });
  });

  it('remembers the personal token that started it', async () => {
    const credential = { kind: 'personal-token', tokenId: uuid(7001) } as const;
    await startOf(() => listRows(1))({ actor: { ...aUserActor(), credential } });
    expect(await store.imports.find(alice, first)).toMatchObject({ personalTokenId: uuid(7001) });
  });

  it('ignores a cell with a forbidden value, and imports the rest of the row', async () => {
    const unreadable = { fault: 'columns', text: 'a b' } as const;
    const rows = [{ film: aListedFilm({ userRating: 11 }) }, unreadable, { film: aListedFilm({ note: '' }) }];
    expect(await startOf(() => rows)()).toMatchObject({ outcomes: { invalid: 1, pending: 2 } });
    expect((await rowsThere()).map(({ said }) => said)).toEqual([
      {
        film: aListedFilm({ userRating: null }),
        ignored: [{ column: 'user_rating', reason: 'out_of_range' }],
      },
      unreadable,
      { film: aListedFilm({ note: null }) },
    ]);
  });

  it('stores rows as they arrive, with at most five hundred in memory', async () => {
    const ahead: number[] = [];
    await startOf(async function* () {
      for (const [at, row] of listRows(1250).entries()) {
        ahead.push(at - (await store.imports.find(alice, first))!.outcomes.pending);
        yield row;
      }
    })();
    expect(Math.max(...ahead)).toBe(499);
    expect(await rowsThere()).toHaveLength(1250);
  });

  it('accepts the maximum number of rows, and keeps nothing of a file with one more', async () => {
    const most = listRows(MAX_IMPORT_ROWS);
    await expect(startOf(() => [...most, ...listRows(1)])()).rejects.toMatchObject({
      faults: new FilmListUnusable('too-many-rows', MAX_IMPORT_ROWS).faults,
    });
    expect(await store.imports.list(alice)).toEqual([]);
    expect(await startOf(() => most)()).toMatchObject({ expectedRows: MAX_IMPORT_ROWS });
  });

  it('keeps nothing of a file without rows', async () => {
    const { faults } = new FilmListUnusable('no-rows');
    await expect(startOf(() => [])()).rejects.toMatchObject({ faults });
    expect(await store.imports.list(alice)).toEqual([]);
  });

  it('keeps nothing of an incomplete file, and reports the fault', async () => {
    const fault = new FilmListUnusable('malformed-file', 601);
    const start = startOf(function* () {
      yield* listRows(600);
      throw fault;
    });
    await expect(start()).rejects.toBe(fault);
    expect([await store.imports.list(alice), await rowsThere()]).toEqual([[], []]);
  });

  it('reads nothing while another import of the person is unfinished, and does not change that one', async () => {
    const started = await startOf(() => listRows(2))();
    let isRead = false;
    const again = startOf(function* () {
      isRead = true;
      yield* listRows(1);
    });
    await expect(again()).rejects.toThrow(new ImportRunning());
    expect(isRead).toBe(false);
    expect(await store.imports.list(alice)).toEqual([started]);
  });

  it.each([
    ['in the middle', 700],
    ['before its last rows', 300],
  ])('ends if its owner cancels it %s', async (_, count) => {
    const start = startOf(async function* () {
      yield* listRows(count);
      await store.imports.cancel(alice, first, clock.now());
    });
    await expect(start()).rejects.toThrow(new ImportNotFound());
    expect(await store.imports.list(alice)).toMatchObject([{ status: 'cancelled' }]);
  });

  it('ends if the account is deleted in the meantime', async () => {
    const start = startOf(async function* () {
      yield* listRows(1);
      await store.users.remove(alice);
    });
    await expect(start()).rejects.toThrow(new ImportNotFound());
  });
});

describe('StartImport of a profile', () => {
  it('starts at once, without a call', async () => {
    const startImport = new StartImport(store.imports, new PreparedFilmListFiles(), source, stored, clock, ids);
    expect(await startImport.execute(aUserActor(), { ...profile, isDryRun: true })).toEqual(
      anImportReport({
        id: first,
        source: { kind: 'kinopoisk', kinopoiskUserId: 789_114 },
        isDryRun: true,
        status: 'running',
        nextVotesPage: 1,
      }),
    );
    expect(source.calls).toEqual([]);
  });

  it('reports a missing API key', async () => {
    const startImport = new StartImport(store.imports, new PreparedFilmListFiles(), undefined, stored, clock, ids);
    await expect(startImport.execute(aUserActor(), profile)).rejects.toThrow(new ImportSourceMissing());
    expect(await store.imports.list(alice)).toEqual([]);
  });
});

describe('StartImport', () => {
  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
    ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
  ])('%s, before it reads anything', async (_, actor, refusal) => {
    let isRead = false;
    const files = new PreparedFilmListFiles(function* () {
      isRead = true;
      yield* listRows(1);
    });
    const startImport = new StartImport(store.imports, files, source, stored, clock, ids);
    await expect(startImport.execute(actor, { isDryRun: false, file: nobodyReads })).rejects.toThrow(refusal);
    await expect(startImport.execute(actor, profile)).rejects.toThrow(refusal);
    expect([isRead, await store.imports.list(alice)]).toEqual([false, []]);
  });
});

describe('StartImport, beside the other data that its address stores', () => {
  const client = clientAt('203.0.113.7');

  it('refuses rows that exceed the day’s megabytes of the address, and leaves nothing behind', async () => {
    const start = startOf(() => listRows(1_500));
    await expect(start({ client })).rejects.toThrow(TooManyRequests);
    expect(await store.imports.list(alice)).toEqual([]);
  });

  it('counts nothing for a file that is refused', async () => {
    const broken = startOf(async function* () {
      yield* listRows(600);
      throw new FilmListUnusable('malformed-file', 601);
    });
    for (let times = 0; times < 3; times += 1) await expect(broken({ client })).rejects.toThrow(FilmListUnusable);
    expect(await startOf(() => listRows(600))({ client })).toMatchObject({ status: 'running' });
  });

  it('counts the rows of an import that was cancelled before its file turned out to be unusable', async () => {
    const cancelled = startOf(async function* () {
      yield* listRows(600);
      await store.imports.cancel(alice, first, clock.now());
      throw new FilmListUnusable('malformed-file', 601);
    });
    await expect(cancelled({ client })).rejects.toThrow(FilmListUnusable);
    await expect(startOf(() => listRows(600))({ client })).rejects.toThrow(TooManyRequests);
    expect(await store.imports.list(alice)).toMatchObject([{ status: 'cancelled', outcomes: { pending: 500 } }]);
  });

  it('has no limit for an import that no address sends', async () => {
    expect(await startOf(() => listRows(1_500))()).toMatchObject({ expectedRows: 1_500 });
  });
});
