import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { ImportQueue } from '../../../src/application/imports/ports/import-queue.ts';
import type { ImportRepository, NewImport } from '../../../src/application/imports/ports/import-repository.ts';
import type { FavoriteMovieRepository } from '../../../src/application/shelf/ports/favorite-movie-repository.ts';
import type { FilmImport, ImportedRow } from '../../../src/domain/imports/film-import.ts';
import { ROW_OUTCOMES } from '../../../src/domain/imports/film-import.ts';
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

export type OpenedImports = {
  readonly imports: ImportRepository;
  readonly queue: ImportQueue;
  readonly favorites: FavoriteMovieRepository;
  readonly movies: MovieRepository;
  readonly users: UserRepository;
};

const secondsLater = (seconds: number) => new Date(importedAt.getTime() + seconds * 1000);
const firstPage = { page: 1, perPage: 100 };
const people = [uuid(1), uuid(2), uuid(3)];
const importOf = (userId: string, differences: Partial<NewImport> = {}) =>
  aNewImport({ userId, id: uuid(5000 + people.indexOf(userId) + 1), ...differences });

/** `open` returns empty repositories that share their data. */
export function importQueueContract(adapter: string, open: () => Promise<OpenedImports>): void {
  describe(`ImportQueue: ${adapter}`, () => {
    let { imports, queue, favorites, movies, users }: OpenedImports = {} as OpenedImports;
    const [alice = '', bob = '', carol = ''] = people;
    beforeEach(async () => {
      ({ imports, queue, favorites, movies, users } = await open());
      for (const [at, id] of people.entries()) {
        const user = aUser({ id, username: null, email: `${at}@example.org` });
        await users.add(user, { passwordHash: 'hash', usernameSkeleton: null });
      }
      await movies.save([301, 302, 303].map((kinopoiskId) => aCard({ kinopoiskId })));
    });

    /** Alice's import with this many rows, which the first worker has taken. */
    async function taken(rows: number, differences: Partial<NewImport> = {}): Promise<FilmImport> {
      await startImport(imports, importOf(alice, differences), listRows(rows));
      const job = await queue.take('first', importedAt);
      if (job === undefined) throw new Error('nothing to take');
      return job;
    }

    /** All data of Alice's import. */
    async function state() {
      const rows: readonly ImportedRow[] = (await imports.rows(alice, uuid(5001), ROW_OUTCOMES, firstPage)).items;
      return { report: await imports.find(alice, uuid(5001)), rows, shelf: await shelf() };
    }

    async function shelf(): Promise<number[]> {
      const { items } = await favorites.list(alice, { sort: 'added_at' }, firstPage);
      return items.map(({ movie }) => movie.kinopoiskId).toSorted((a, b) => a - b);
    }

    async function outcomes(): Promise<string[]> {
      return (await state()).rows.map(({ outcome }) => outcome);
    }

    it('has nothing to take at first', async () => {
      expect(await queue.take('first', importedAt)).toBeUndefined();
    });

    it('returns a started import completely, and one of a profile at once', async () => {
      const report = anImportReport({ status: 'running', columns: [], expectedRows: 2 });
      const { outcomes: _rows, effects: _shelf, ...started } = report;
      expect(await taken(2)).toEqual(started);
      const profile = { kind: 'kinopoisk', kinopoiskUserId: 789_114 } as const;
      await imports.open(importOf(bob, { source: profile }));
      expect(await queue.take('first', importedAt)).toEqual({
        ...started,
        ...{ userId: bob, id: uuid(5002), source: profile },
        nextVotesPage: 1,
        columns: null,
        expectedRows: null,
      });
    });

    it('returns an import whose upload has stopped after a minute', async () => {
      await imports.open(importOf(alice));
      expect(await imports.append(alice, uuid(5001), listRows(1), secondsLater(30))).toBe(1);
      expect(await queue.take('first', secondsLater(89.999))).toBeUndefined();
      expect(await queue.take('first', secondsLater(90))).toMatchObject({ id: uuid(5001), status: 'reading' });
    });

    it('returns the import that has waited longest first', async () => {
      for (const [at, id] of [bob, carol, alice].entries())
        await startImport(imports, importOf(id, { createdAt: secondsLater(at) }), listRows(1));
      const order = [];
      for (const worker of ['first', 'second', 'third', 'fourth'])
        order.push((await queue.take(worker, secondsLater(10)))?.userId);
      expect(order).toEqual([bob, carol, alice, undefined]);
    });

    it('gives one that had no turn before those that wait for the next', async () => {
      const job = await taken(2);
      await queue.release(job, 'first', secondsLater(1), null);
      await startImport(imports, importOf(bob, { createdAt: secondsLater(5) }), listRows(1));
      await imports.open(
        importOf(carol, { createdAt: secondsLater(6), source: { kind: 'kinopoisk', kinopoiskUserId: 789_114 } }),
      );
      const order = [];
      for (const worker of ['first', 'second', 'third'])
        order.push((await queue.take(worker, secondsLater(10)))?.userId);
      expect(order).toEqual([bob, carol, alice]);
    });

    describe('with two imports of one address, and one of another', () => {
      beforeEach(async () => {
        for (const [at, [id, site]] of Object.entries({ [alice]: 'busy', [bob]: 'busy', [carol]: 'calm' }).entries())
          await startImport(imports, importOf(id, { createdAt: secondsLater(at), site }), listRows(1));
      });

      /** Whose import gets the turn at that second. `how`: what becomes of it a second later. */
      async function turn(seconds: number, how: 'goes on' | 'ends'): Promise<string | undefined> {
        const job = await queue.take('first', secondsLater(seconds));
        if (job && how === 'goes on') await queue.release(job, 'first', secondsLater(seconds + 1), null);
        if (job && how === 'ends') await queue.finish(job, 'first', secondsLater(seconds + 1), null);
        return job?.userId;
      }

      it('lets the addresses take turns, and the imports of each', async () => {
        const order = [];
        for (let seconds = 10; seconds < 26; seconds += 2) order.push(await turn(seconds, 'goes on'));
        expect(order).toEqual([alice, carol, bob, carol, alice, carol, bob, carol]);
      });

      it('gives no address two turns for two short imports before others have their next one', async () => {
        expect(await turn(10, 'ends')).toBe(alice);
        expect(await turn(12, 'goes on')).toBe(carol);
        expect(await turn(14, 'ends')).toBe(bob);
        expect(await turn(16, 'ends')).toBe(carol);
        expect(await turn(18, 'ends')).toBeUndefined();
      });

      it('gives a second worker an import of another address first', async () => {
        await queue.release((await queue.take('first', secondsLater(10)))!, 'first', secondsLater(11), null);
        expect(await turn(12, 'goes on')).toBe(carol);
        const workers = ['first', 'second', 'third'];
        const order = [];
        for (const [at, worker] of workers.entries())
          order.push((await queue.take(worker, secondsLater(14 + at)))?.userId);
        expect(order).toEqual([bob, carol, alice]);
      });
    });

    it('leaves an import to its worker until that one has not called for a minute', async () => {
      const job = await taken(3);
      expect(await queue.take('second', secondsLater(59.999))).toBeUndefined();
      await queue.settle(job, 'first', { decisions: [], waiting: [] }, secondsLater(40));
      expect(await queue.take('second', secondsLater(99.999))).toBeUndefined();
      expect(await queue.take('second', secondsLater(100))).toEqual(job);
    });

    it.each(roundsOn(adapter, 5))(
      'gives each import to one of ten racing workers, even after its lease (round %i)',
      async () => {
        for (const id of people) await startImport(imports, importOf(id), listRows(1));
        const race = async (now: Date) => {
          const workers = Array.from({ length: 10 }, (_, at) => `worker ${at} ${now.getTime()}`);
          const jobs = await Promise.all(workers.map((worker) => queue.take(worker, now)));
          return jobs.flatMap((job) => job?.userId ?? []).toSorted();
        };
        expect(await race(importedAt)).toEqual(people);
        expect(await race(secondsLater(30))).toEqual([]);
        expect(await race(secondsLater(60))).toEqual(people);
      },
    );

    it('writes nothing for a worker that has lost its lease', async () => {
      const job = await taken(2);
      await queue.take('second', secondsLater(60));
      const before = await state();
      const late = secondsLater(61);
      const votes = { rows: listRows(1), expectedRows: 9, nextVotesPage: 2 };
      expect(await queue.addVotes(job, 'first', votes, late)).toBe(false);
      expect(await queue.settle(job, 'first', { decisions: [matchedAs(1, 301)], waiting: [2] }, late)).toBe(false);
      expect(await queue.postpone(job, 'first', 1, late)).toBeUndefined();
      await queue.release(job, 'first', late, secondsLater(99));
      await queue.finish(job, 'first', late, 'file_lost');
      expect(await state()).toEqual(before);
      expect(await queue.take('third', secondsLater(119))).toBeUndefined();
      expect(await queue.settle(job, 'second', { decisions: [], waiting: [] }, late)).toBe(true);
    });

    it('writes nothing for the worker of a cancelled import', async () => {
      const job = await taken(2);
      await imports.cancel(alice, job.id, secondsLater(1));
      const before = await state();
      expect(await queue.settle(job, 'first', { decisions: [matchedAs(1, 301)], waiting: [2] }, importedAt)).toBe(
        false,
      );
      await queue.finish(job, 'first', secondsLater(2), null);
      expect(await state()).toEqual(before);
      expect(await queue.take('first', secondsLater(600))).toBeUndefined();
    });

    it.each(roundsOn(adapter, 5))('settles all rows or none when a cancellation races (round %i)', async () => {
      const job = await taken(1);
      const [settled] = await Promise.all([
        queue.settle(job, 'first', { decisions: [matchedAs(1, 301)], waiting: [] }, importedAt),
        imports.cancel(alice, job.id, importedAt),
      ]);
      expect(await outcomes()).toEqual([settled ? 'matched' : 'pending']);
      expect(await shelf()).toEqual(settled ? [301] : []);
      expect((await imports.find(alice, job.id))?.status).toBe('cancelled');
    });

    it('adds votes after the existing ones, in their order', async () => {
      await imports.open(importOf(alice, { source: { kind: 'kinopoisk', kinopoiskUserId: 1 } }));
      const job = await queue.take('first', importedAt);
      if (job === undefined) throw new Error('nothing to take');
      const [one, two, three] = listRows(3);
      if (!one || !two || !three) throw new Error('no rows');
      const first = { rows: [one, two], expectedRows: 3, nextVotesPage: 2 };
      expect(await queue.addVotes(job, 'first', first, importedAt)).toBe(true);
      expect(await imports.find(alice, job.id)).toMatchObject({ expectedRows: 3, nextVotesPage: 2 });
      const last = { rows: [three], expectedRows: 3, nextVotesPage: null };
      expect(await queue.addVotes(job, 'first', last, importedAt)).toBe(true);
      expect(await imports.find(alice, job.id)).toMatchObject({ expectedRows: 3, nextVotesPage: null });
      expect((await state()).rows.map(({ row, said }) => [row, said])).toEqual([
        [1, one],
        [2, two],
        [3, three],
      ]);
    });

    it('settles each row as decided, and counts the rows', async () => {
      const job = await taken(6);
      const candidates = [{ kinopoiskId: 302, title: 'Матрица', year: 1999, confidence: 0.8 }];
      const decisions = [
        matchedAs(1, 301),
        { row: 2, match: { outcome: 'ambiguous', candidates } },
        { row: 3, match: { outcome: 'not_found' } },
        { row: 4, match: { outcome: 'restricted', kinopoiskId: 303 } },
      ] as const;
      expect(await queue.settle(job, 'first', { decisions, waiting: [5] }, importedAt)).toBe(true);
      const { report, rows } = await state();
      const undecided = { kinopoiskId: null, by: null, confidence: null, candidates: [], effect: null };
      expect(rows.map(({ said: _said, ...row }) => row)).toEqual([
        {
          ...undecided,
          row: 1,
          outcome: 'matched',
          kinopoiskId: 301,
          by: 'imdb_id',
          confidence: 0.99,
          effect: 'added',
        },
        { ...undecided, row: 2, outcome: 'ambiguous', candidates },
        { ...undecided, row: 3, outcome: 'not_found' },
        { ...undecided, row: 4, outcome: 'restricted', kinopoiskId: 303 },
        { ...undecided, row: 5, outcome: 'waiting' },
        { ...undecided, row: 6, outcome: 'pending' },
      ]);
      expect(report).toMatchObject({
        outcomes: { pending: 1, waiting: 1, matched: 1, ambiguous: 1, not_found: 1, restricted: 1, invalid: 0 },
        effects: { added: 1, changed: 0, unchanged: 0 },
      });
      const { items } = await favorites.list(alice, { sort: 'added_at' }, firstPage);
      const addedAt = new Date('2026-01-03T04:05:06.789Z');
      expect(items).toMatchObject([
        { movie: { kinopoiskId: 301 }, note: null, userRating: 9, watchedAt: '2026-01-02', addedAt },
      ]);
    });

    it.each([false, true])('lets the second row of a film find the first, dry run: %s', async (isDryRun) => {
      await startImport(imports, importOf(alice, { isDryRun }), [
        { film: aListedFilm() },
        { film: aListedFilm({ note: 'Ещё раз' }) },
        { film: aListedFilm() },
      ]);
      const job = (await queue.take('first', importedAt))!;
      const decisions = [matchedAs(3, 301), matchedAs(1, 301), matchedAs(2, 301)];
      await queue.settle(job, 'first', { decisions, waiting: [] }, importedAt);
      const { rows, shelf: onShelf } = await state();
      expect(rows.map(({ effect }) => effect)).toEqual(['added', 'changed', 'unchanged']);
      expect(onShelf).toEqual(isDryRun ? [] : [301]);
    });

    it('does not settle a row twice', async () => {
      const job = await taken(2);
      await queue.settle(job, 'first', { decisions: [matchedAs(1, 301), matchedAs(2, 302)], waiting: [] }, importedAt);
      await favorites.remove(alice, 302, secondsLater(1));
      const before = await state();
      const again = { decisions: [matchedAs(1, 303), matchedAs(2, 302)], waiting: [] };
      expect(await queue.settle(job, 'first', again, secondsLater(2))).toBe(true);
      expect(await queue.settle(job, 'first', { decisions: [], waiting: [1, 2] }, secondsLater(3))).toBe(true);
      expect(await state()).toEqual(before);
    });

    it('settles nothing if one of the films cannot be added to the shelf', async () => {
      const job = await taken(2);
      const before = await state();
      const settled = { decisions: [matchedAs(1, 301), matchedAs(2, 999)], waiting: [] };
      await expect(queue.settle(job, 'first', settled, importedAt)).rejects.toThrow(Error);
      expect(await state()).toEqual(before);
    });

    it('reports no change for the second row of one film, even in a dry run, which changes no shelf', async () => {
      for (const isDryRun of [true, false]) {
        const job = await taken(3, { isDryRun, id: uuid(isDryRun ? 5002 : 5001) });
        await queue.settle(
          job,
          'first',
          { decisions: [matchedAs(1, 301), matchedAs(2, 301)], waiting: [] },
          importedAt,
        );
        await queue.settle(job, 'first', { decisions: [matchedAs(3, 301)], waiting: [] }, importedAt);
        const { items } = await imports.rows(alice, job.id, ROW_OUTCOMES, firstPage);
        expect(items.map(({ effect }) => effect)).toEqual(['added', 'unchanged', 'unchanged']);
        expect(await shelf()).toEqual(isDryRun ? [] : [301]);
        await queue.finish(job, 'first', importedAt, null);
      }
    });

    it('returns the first pending rows, and those waiting rows that were deferred least often', async () => {
      const job = await taken(5);
      const rows = async (outcome: 'pending' | 'waiting', limit: number) =>
        (await queue.rows(job, outcome, limit)).map(({ row }) => row);
      expect(await rows('pending', 3)).toEqual([1, 2, 3]);
      await queue.settle(job, 'first', { decisions: [], waiting: [1, 2, 3, 4] }, importedAt);
      expect(await rows('pending', 3)).toEqual([5]);
      expect(await queue.postpone(job, 'first', 1, importedAt)).toBe(1);
      expect(await queue.postpone(job, 'first', 1, importedAt)).toBe(2);
      expect(await queue.postpone(job, 'first', 2, importedAt)).toBe(1);
      expect(await rows('waiting', 3)).toEqual([3, 4, 2]);
      expect(await rows('waiting', 9)).toEqual([3, 4, 2, 1]);
    });

    it('returns a released import at once, or not before the time at which it continues', async () => {
      const job = await taken(1);
      await queue.release(job, 'first', secondsLater(1), null);
      expect(await queue.take('second', secondsLater(1))).toEqual(job);
      const tomorrow = new Date('2026-11-21T00:00:00.456Z');
      await queue.release(job, 'second', secondsLater(2), tomorrow);
      expect((await imports.find(alice, job.id))?.continuesAt).toEqual(tomorrow);
      expect(await queue.settle(job, 'second', { decisions: [matchedAs(1, 301)], waiting: [] }, importedAt)).toBe(
        false,
      );
      expect(await queue.take('first', new Date(tomorrow.getTime() - 1))).toBeUndefined();
      expect(await queue.take('first', tomorrow)).toEqual({ ...job, continuesAt: tomorrow });
      await queue.settle(job, 'first', { decisions: [], waiting: [] }, tomorrow);
      expect((await imports.find(alice, job.id))?.continuesAt).toBeNull();
    });

    it('finishes an import permanently, as done or with its failure', async () => {
      const job = await taken(0);
      await queue.finish(job, 'first', secondsLater(5), null);
      const finished = anImportReport({ columns: [], expectedRows: 0, status: 'done', finishedAt: secondsLater(5) });
      expect(await imports.find(alice, job.id)).toEqual(finished);
      await queue.finish(job, 'first', secondsLater(6), 'file_lost');
      expect(await imports.find(alice, job.id)).toEqual(finished);
      expect(await queue.take('first', secondsLater(600))).toBeUndefined();
      const next = await taken(0, { id: uuid(5002) });
      await queue.finish(next, 'first', secondsLater(7), 'not_allowed');
      expect(await imports.find(alice, next.id)).toMatchObject({ status: 'failed', failure: 'not_allowed' });
    });

    it('deletes the imports of a deleted account, even during processing', async () => {
      const job = await taken(1);
      await users.remove(alice);
      expect(await queue.settle(job, 'first', { decisions: [matchedAs(1, 301)], waiting: [] }, importedAt)).toBe(false);
      expect(await queue.take('second', secondsLater(600))).toBeUndefined();
      expect(await state()).toEqual({ report: undefined, rows: [], shelf: [] });
    });
  });
}
