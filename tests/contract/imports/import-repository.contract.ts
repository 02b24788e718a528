import { beforeEach, describe, expect, it } from 'vitest';
import type { NewImport } from '../../../src/application/imports/ports/import-repository.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import type { FilmImport, ImportedRow, ListRow, RowDecision } from '../../../src/domain/imports/film-import.ts';
import { ImportRunning, ROW_OUTCOMES } from '../../../src/domain/imports/film-import.ts';
import type { ListColumn } from '../../../src/domain/imports/list-columns.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import {
  aListedFilm,
  aNewImport,
  anImportReport,
  importedAt,
  listRows,
  matchedAs,
  startImport,
} from '../../builders/film-import.ts';
import { aCard } from '../../builders/film.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';
import type { OpenedImports } from './import-queue.contract.ts';

const minutesLater = (minutes: number) => new Date(importedAt.getTime() + minutes * 60_000);
const firstPage = { page: 1, perPage: 100 };
const alice = uuid(1);
const bob = uuid(2);
const first = uuid(5001);
const ofBob = (differences: Partial<NewImport> = {}) => aNewImport({ userId: bob, id: uuid(6001), ...differences });

/** `open` returns empty repositories that share their data. */
export function importRepositoryContract(adapter: string, open: () => Promise<OpenedImports>): void {
  describe(`ImportRepository: ${adapter}`, () => {
    let { imports, queue, favorites, movies, users }: OpenedImports = {} as OpenedImports;
    beforeEach(async () => {
      ({ imports, queue, favorites, movies, users } = await open());
      for (const id of [alice, bob]) {
        const user = aUser({ id, username: null, email: `${id}@example.org` });
        await users.add(user, { passwordHash: 'hash', usernameSkeleton: null });
      }
      await movies.save([301, 302].map((kinopoiskId) => aCard({ kinopoiskId })));
    });

    async function rows(userId = alice, id = first): Promise<readonly ImportedRow[]> {
      return (await imports.rows(userId, id, ROW_OUTCOMES, firstPage)).items;
    }

    async function shelf(): Promise<number[]> {
      const { items } = await favorites.list(alice, { sort: 'added_at' }, firstPage);
      return items.map(({ movie }) => movie.kinopoiskId);
    }

    /** Alice's import, settled with these decisions. */
    async function settled(decisions: readonly RowDecision[], job = aNewImport()): Promise<FilmImport> {
      await startImport(imports, job, listRows(decisions.length));
      const taken = await queue.take('worker', importedAt);
      if (taken === undefined) throw new Error('nothing to take');
      await queue.settle(taken, 'worker', { decisions, waiting: [] }, importedAt);
      return taken;
    }

    it('has no imports at first', async () => {
      expect(await imports.list(alice)).toEqual([]);
      expect(await imports.find(alice, first)).toBeUndefined();
      expect(await imports.rows(alice, first, ROW_OUTCOMES, firstPage)).toEqual({ items: [], total: 0 });
      expect(await imports.findRow(alice, first, 1)).toBeUndefined();
    });

    it.each([
      {
        source: { kind: 'file', format: 'kinopolka' } as const,
        opened: { status: 'reading', nextVotesPage: null } as const,
      },
      {
        source: { kind: 'kinopoisk', kinopoiskUserId: 2_147_483_647 } as const,
        opened: { status: 'running', nextVotesPage: 1 } as const,
      },
    ])('opens an import of $source', async ({ source, opened }) => {
      const scope = ['favorites:own', 'movies:label:new'] as const;
      await imports.open(aNewImport({ source, scope, isDryRun: true }));
      const report = anImportReport({ source, scope, isDryRun: true, ...opened });
      expect(await imports.find(alice, first)).toEqual(report);
      expect(await imports.list(alice)).toEqual([report]);
    });

    it('allows one unfinished import per person', async () => {
      await imports.open(aNewImport());
      await expect(imports.open(aNewImport({ id: uuid(5002) }))).rejects.toThrow(ImportRunning);
      await imports.open(ofBob());
      await imports.start(alice, first, { format: 'imdb', columns: [] });
      await expect(imports.open(aNewImport({ id: uuid(5002) }))).rejects.toThrow(ImportRunning);
      await imports.cancel(alice, first, importedAt);
      await imports.open(aNewImport({ id: uuid(5002) }));
      expect((await imports.list(alice)).map(({ status }) => status).toSorted()).toEqual(['cancelled', 'reading']);
    });

    it.each(roundsOn(adapter, 5))('lets one of twenty racing opens through (round %i)', async () => {
      await Promise.all(Array.from({ length: 20 }, () => imports.list(alice)));
      const jobs = Array.from({ length: 20 }, (_, at) => aNewImport({ id: uuid(5001 + at) }));
      const outcomes = await Promise.allSettled(jobs.map((job) => imports.open(job)));
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(refused.map((reason) => reason instanceof ImportRunning)).toEqual(Array.from({ length: 19 }, () => true));
      expect(await imports.list(alice)).toHaveLength(1);
    });

    it('opens no import for a deleted account', async () => {
      await expect(imports.open(aNewImport({ userId: uuid(99) }))).rejects.toThrow(InvalidToken);
    });

    it('lists imports newest first, and keeps ten finished ones', async () => {
      await imports.open(ofBob());
      await imports.cancel(bob, uuid(6001), importedAt);
      for (let n = 1; n <= 12; n++) {
        const at = minutesLater(n);
        await imports.open(aNewImport({ id: uuid(5000 + n), createdAt: at }));
        if (n < 12) await imports.cancel(alice, uuid(5000 + n), at);
      }
      const kept = Array.from({ length: 11 }, (_, at) => uuid(5012 - at));
      expect((await imports.list(alice)).map(({ id }) => id)).toEqual(kept);
      expect(await imports.list(bob)).toHaveLength(1);
    });

    it('appends rows unchanged after the existing ones, until the import is started', async () => {
      await imports.open(aNewImport());
      const odd = { film: aListedFilm({ titles: ['Ёж 😀 "%_\\'], note: '=1+1', addedAt: null, year: null }) };
      const broken = { fault: 'rating', text: '“одиннадцать”;𝒵' } as const;
      expect(await imports.append(alice, first, [{ film: aListedFilm() }, odd], importedAt)).toBe(2);
      expect(await imports.append(alice, first, [], importedAt)).toBe(2);
      expect(await imports.append(alice, first, [broken], importedAt)).toBe(3);
      const undecided = { kinopoiskId: null, by: null, confidence: null, candidates: [], effect: null };
      const appended = [
        { ...undecided, row: 1, said: { film: aListedFilm() }, outcome: 'pending' },
        { ...undecided, row: 2, said: odd, outcome: 'pending' },
        { ...undecided, row: 3, said: broken, outcome: 'invalid' },
      ];
      expect(await rows()).toEqual(appended);
      expect(await imports.findRow(alice, first, 3)).toEqual(appended[2]);
      expect(await imports.start(alice, first, { format: 'imdb', columns: [] })).toBe(true);
      expect(await imports.start(alice, first, { format: 'imdb', columns: [] })).toBe(false);
      expect(await imports.append(alice, first, [broken], importedAt)).toBeUndefined();
      const outcomes = { ...anImportReport().outcomes, pending: 2, invalid: 1 };
      expect(await imports.find(alice, first)).toEqual(
        anImportReport({ status: 'running', columns: [], expectedRows: 3, outcomes }),
      );
    });

    it('discards only an import whose file is being read', async () => {
      await imports.open(aNewImport());
      await imports.append(alice, first, listRows(2), importedAt);
      expect(await imports.discard(alice, first)).toBe(true);
      expect([await imports.find(alice, first), await rows()]).toEqual([undefined, []]);
      await startImport(imports, aNewImport(), listRows(2));
      expect(await imports.discard(alice, first)).toBe(false);
      expect(await rows()).toHaveLength(2);
    });

    it('returns rows in their order, in pages and as a stream, of all outcomes or some', async () => {
      await imports.open(aNewImport());
      const fault = { fault: 'film', text: '' } as const;
      const all = listRows(1000).map((row, at) => (at % 250 === 7 ? fault : row));
      for (const at of [0, 400]) await imports.append(alice, first, all.slice(at, at === 0 ? 400 : 1000), importedAt);
      const pages = [];
      for (const page of [1, 2, 3, 4])
        pages.push(await imports.rows(alice, first, ROW_OUTCOMES, { page, perPage: 400 }));
      expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
        [400, 1000],
        [400, 1000],
        [200, 1000],
        [0, 1000],
      ]);
      const streamed = await Array.fromAsync(imports.streamRows(alice, first, ROW_OUTCOMES));
      expect(streamed).toEqual(pages.flatMap(({ items }) => items));
      expect(streamed.map(({ said }) => said)).toEqual(all);
      const invalid = await imports.rows(alice, first, ['invalid'], { page: 1, perPage: 3 });
      expect([invalid.items.map(({ row }) => row), invalid.total]).toEqual([[8, 258, 508], 4]);
      const some = await Array.fromAsync(imports.streamRows(alice, first, ['invalid', 'matched']));
      expect(some.map(({ row }) => row)).toEqual([8, 258, 508, 758]);
    });

    it('settles an ambiguous or unknown row and changes the shelf when its owner chooses a film', async () => {
      const candidates = [{ kinopoiskId: 301, title: null, year: null, confidence: 0.5 }];
      await settled([
        { row: 1, match: { outcome: 'ambiguous', candidates } },
        { row: 2, match: { outcome: 'not_found' } },
      ]);
      await imports.cancel(alice, first, importedAt);
      const said = await rows();
      for (const [at, kinopoiskId] of [301, 302].entries()) {
        const chosen = { outcome: 'matched', kinopoiskId, by: 'imdb_id', confidence: 0.99, effect: 'added' };
        const row = await imports.choose(alice, first, matchedAs(at + 1, kinopoiskId), importedAt);
        expect(row).toEqual({ ...said[at], ...chosen, candidates: [] });
        expect(await imports.findRow(alice, first, at + 1)).toEqual(row);
      }
      expect(new Set(await shelf())).toEqual(new Set([301, 302]));
    });

    it('does not change a row that is settled with another film', async () => {
      await settled([matchedAs(1, 301), { row: 2, match: { outcome: 'restricted', kinopoiskId: 302 } }]);
      const before = await rows();
      expect(before.length).toBeGreaterThan(1);
      for (const row of before)
        expect(await imports.choose(alice, first, matchedAs(row.row, 302), importedAt)).toEqual(row);
      expect(await rows()).toEqual(before);
      expect(await shelf()).toEqual([301]);
      expect(await imports.choose(alice, first, matchedAs(3, 302), importedAt)).toBeUndefined();
    });

    it('counts each choice in a finished import, even if its counts were read before', async () => {
      const job = await settled([1, 2].map((row) => ({ row, match: { outcome: 'not_found' } as const })));
      await queue.finish(job, 'worker', importedAt, null);
      for (const chosen of [1, 2]) {
        const before = await imports.find(alice, first);
        expect(before?.outcomes).toMatchObject({ not_found: 3 - chosen, matched: chosen - 1 });
        await imports.choose(alice, first, matchedAs(chosen, 300 + chosen), importedAt);
      }
      const [report] = await imports.list(alice);
      expect(report?.outcomes).toMatchObject({ not_found: 0, matched: 2 });
      expect(report?.effects).toMatchObject({ added: 2 });
    });

    it('does not choose a film that is not in the catalogue', async () => {
      await settled([{ row: 1, match: { outcome: 'not_found' } }]);
      const before = await rows();
      await expect(imports.choose(alice, first, matchedAs(1, 999), importedAt)).rejects.toThrow(MovieNotFound);
      expect(await rows()).toEqual(before);
    });

    it('chooses a film without changing the shelf in a dry run', async () => {
      await settled([{ row: 1, match: { outcome: 'not_found' } }], aNewImport({ isDryRun: true }));
      const chosen = { outcome: 'matched', effect: 'added' };
      expect(await imports.choose(alice, first, matchedAs(1, 301), importedAt)).toMatchObject(chosen);
      expect(await shelf()).toEqual([]);
    });

    it.each(roundsOn(adapter, 5))('lets one of twenty racing choices through (round %i)', async () => {
      await settled([{ row: 1, match: { outcome: 'not_found' } }]);
      const choices = Array.from({ length: 20 }, (_, at) => matchedAs(1, at % 2 === 0 ? 301 : 302));
      await Promise.all(choices.map((choice) => imports.choose(alice, first, choice, importedAt)));
      const [row] = await rows();
      expect(await shelf()).toEqual([row?.kinopoiskId]);
    });

    it('applies the decisions about columns to rows when they are known', async () => {
      await imports.open(aNewImport());
      const film = aListedFilm({ userRating: null, watchedAt: null, addedAt: null });
      const cell = { column: 'Day', day: { first: 1, second: 5, year: 2024 } };
      const said: ListRow = {
        film,
        undecided: { userRating: { column: 'Stars', rating: 4.5 }, watchedAt: cell, addedAt: cell },
      };
      const outOfRange: ListRow = {
        film,
        undecided: { userRating: { column: 'Stars', rating: 7 } },
        ignored: [{ column: 'Year', reason: 'unreadable' }],
      };
      await imports.append(alice, first, [said, outOfRange], importedAt);
      const columns: ListColumn[] = [
        { name: 'Stars', field: 'user_rating', scale: 5, scaleDecidedBy: 'values' },
        { name: 'Day', field: 'watched_at', dayOrder: 'month_first' },
        { name: 'Ж "\\', field: null },
      ];
      await imports.start(alice, first, { format: 'table', columns });
      expect(await imports.find(alice, first)).toMatchObject({ columns });
      expect(await queue.take('worker', importedAt)).toMatchObject({ columns });
      const decided = {
        film: { ...film, userRating: 9, watchedAt: '2024-01-05', addedAt: new Date('2024-01-05T00:00:00.000Z') },
      };
      const ignored = [
        { column: 'Year', reason: 'unreadable' },
        { column: 'Stars', reason: 'out_of_range' },
      ];
      const all = [decided, { film, ignored }];
      expect((await rows()).map((row) => row.said)).toEqual(all);
      expect((await Array.fromAsync(imports.streamRows(alice, first, ROW_OUTCOMES))).map((row) => row.said)).toEqual(
        all,
      );
      expect((await imports.findRow(alice, first, 1))?.said).toEqual(decided);
      const job = (await imports.find(alice, first)) as FilmImport;
      expect((await queue.rows(job, 'pending', 5)).map((row) => row.said)).toEqual(all);
    });

    it('puts the decided values and those of the latest row on the shelf', async () => {
      const film = (watchedAt: string | null) => aListedFilm({ userRating: null, watchedAt, addedAt: null });
      const row = (watchedAt: string | null, rating: number): ListRow => ({
        film: film(watchedAt),
        undecided: { userRating: { column: 'Stars', rating } },
      });
      await imports.open(aNewImport());
      const said = [row('2020-01-01', 3), row('2022-01-01', 5), row('2021-01-01', 4), row(null, 1)];
      await imports.append(alice, first, said, importedAt);
      await imports.start(alice, first, {
        format: 'table',
        columns: [{ name: 'Stars', field: 'user_rating', scale: 5 }],
      });
      const job = await queue.take('worker', importedAt);
      for (const [at] of said.entries()) {
        const decisions = [matchedAs(at + 1, 301)];
        await queue.settle(job!, 'worker', { decisions, waiting: [] }, minutesLater(at));
      }
      const { items } = await favorites.list(alice, { sort: 'added_at' }, firstPage);
      expect(items).toMatchObject([{ userRating: 10, watchedAt: '2022-01-01', addedAt: importedAt }]);
      expect((await rows()).map(({ effect }) => effect)).toEqual(['added', 'changed', 'unchanged', 'unchanged']);
    });

    it('cancels an unfinished import, and keeps its changes', async () => {
      await settled([matchedAs(1, 301)]);
      const cancelled = {
        ...anImportReport({ status: 'cancelled', columns: [], expectedRows: 1, finishedAt: minutesLater(1) }),
        outcomes: { ...anImportReport().outcomes, matched: 1 },
        effects: { ...anImportReport().effects, added: 1 },
      };
      expect(await imports.cancel(alice, first, minutesLater(1))).toEqual(cancelled);
      expect(await imports.cancel(alice, first, minutesLater(2))).toEqual(cancelled);
      expect(await shelf()).toEqual([301]);
      expect(await imports.cancel(alice, uuid(5999), importedAt)).toBeUndefined();
    });

    it('deletes imports that finished before the given time, with their rows', async () => {
      await settled([matchedAs(1, 301)]);
      await imports.cancel(alice, first, minutesLater(1));
      await imports.open(ofBob());
      expect(await imports.purge(minutesLater(1))).toBe(0);
      expect(await imports.purge(minutesLater(1.01))).toBe(1);
      expect([await imports.list(alice), await rows()]).toEqual([[], []]);
      expect(await imports.list(bob)).toHaveLength(1);
      expect(await shelf()).toEqual([301]);
    });

    it('does not return imports of other users', async () => {
      await settled([{ row: 1, match: { outcome: 'not_found' } }]);
      await imports.open(ofBob());
      const before = [await imports.list(alice), await rows(), await imports.list(bob)];
      expect(await imports.find(bob, first)).toBeUndefined();
      expect(await rows(bob)).toEqual([]);
      expect(await Array.fromAsync(imports.streamRows(bob, first, ROW_OUTCOMES))).toEqual([]);
      expect(await imports.findRow(bob, first, 1)).toBeUndefined();
      expect(await imports.choose(bob, first, matchedAs(1, 301), importedAt)).toBeUndefined();
      expect(await imports.cancel(bob, first, importedAt)).toBeUndefined();
      expect(await imports.append(alice, uuid(6001), listRows(1), importedAt)).toBeUndefined();
      expect(await imports.start(alice, uuid(6001), { format: 'imdb', columns: [] })).toBe(false);
      expect(await imports.discard(alice, uuid(6001))).toBe(false);
      expect([await imports.list(alice), await rows(), await imports.list(bob)]).toEqual(before);
      expect(await favorites.list(bob, { sort: 'added_at' }, firstPage)).toEqual({ items: [], total: 0 });
    });

    it('deletes only the imports of a deleted account', async () => {
      await settled([matchedAs(1, 301)]);
      await imports.open(ofBob());
      await users.remove(alice);
      expect([await imports.list(alice), await rows()]).toEqual([[], []]);
      expect(await imports.list(bob)).toHaveLength(1);
    });
  });
}
