import { beforeEach, describe, expect, it } from 'vitest';
import type { UserRepository } from '../../../src/application/accounts/ports/user-repository.ts';
import type { MovieRepository } from '../../../src/application/films/ports/movie-repository.ts';
import type { FavoriteMovieRepository } from '../../../src/application/shelf/ports/favorite-movie-repository.ts';
import { MovieNotFound, unknownFilm } from '../../../src/domain/films/movie.ts';
import type { FavoriteMovie } from '../../../src/domain/shelf/favorite-movie.ts';
import type { ShelfChange } from '../../../src/domain/shelf/shelf-history.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { roundsOn } from '../../support/rounds.ts';

/** `others`: the repositories of other instances on the same shelves. */
type Repositories = {
  readonly favorites: FavoriteMovieRepository;
  readonly others: readonly FavoriteMovieRepository[];
  readonly movies: MovieRepository;
  readonly users: UserRepository;
};

const FILMS = 40;
const noon = new Date('2026-11-20T12:00:00.123Z');
const [alice, bob] = [uuid(1), uuid(2)];

/** The contract about the history of shelves. `open` returns empty repositories that share their data. */
export function shelfHistoryContract(adapter: string, open: () => Promise<Repositories>): void {
  describe(`FavoriteMovieRepository, changes: ${adapter}`, () => {
    let favorites: FavoriteMovieRepository;
    let everywhere: FavoriteMovieRepository[];

    beforeEach(async () => {
      const opened = await open();
      favorites = opened.favorites;
      everywhere = [favorites, ...opened.others];
      const secrets = { passwordHash: 'hash', usernameSkeleton: null };
      await opened.users.add(aUser({ id: alice, username: null }), secrets);
      await opened.users.add(aUser({ id: bob, username: null, email: 'bob@example.org' }), secrets);
      await opened.movies.save(
        Array.from({ length: FILMS }, (_, n) => ({ ...unknownFilm(n + 1), nameRu: `Фильм ${n + 1}` })),
      );
    });

    async function shelfOf(userId: string): Promise<Map<number, FavoriteMovie>> {
      const { items } = await favorites.list(userId, { sort: 'added_at' }, { page: 1, perPage: 100 });
      return new Map(items.map((favorite) => [favorite.movie.kinopoiskId, favorite]));
    }

    /** The changes after a version: `film`, or `-film` for a removed film. */
    async function changes(after: number, userId = alice, limit = 100): Promise<number[]> {
      const history = await favorites.changesAfter(userId, after, limit);
      return history.changes.map(({ kinopoiskId, favorite }) => (favorite ? kinopoiskId : -kinopoiskId));
    }

    async function versionNow(): Promise<number> {
      return (await favorites.changesAfter(alice, 0, 100)).version;
    }

    describe('the personal data of a film', () => {
      const said = { note: 'Смотреть ещё раз 🎬\n=1+1', userRating: 10, watchedAt: '2026-02-28' };

      it('is stored with the film, field by field', async () => {
        await favorites.add(alice, 1, noon);
        expect(await favorites.change(alice, 1, said)).toMatchObject({ ...said, addedAt: noon });
        expect(await favorites.change(alice, 1, { userRating: null })).toMatchObject({ ...said, userRating: null });
        expect(await favorites.change(alice, 1, {})).toMatchObject({ ...said, userRating: null });
        const cleared = { note: null, userRating: null, watchedAt: null };
        expect(await favorites.change(alice, 1, cleared)).toMatchObject(cleared);
      });

      it('stays when the film is added again, and is deleted with the film', async () => {
        await favorites.add(alice, 1, noon);
        await favorites.change(alice, 1, said);
        expect(await favorites.add(alice, 1, new Date())).toEqual({ ...said, addedAt: noon, added: false });
        await favorites.remove(alice, 1, noon);
        expect(await favorites.add(alice, 1, noon)).toMatchObject({ note: null, userRating: null, watchedAt: null });
      });

      it('belongs to one shelf', async () => {
        await favorites.add(alice, 1, noon);
        await favorites.add(bob, 1, noon);
        await favorites.change(alice, 1, said);
        expect((await shelfOf(bob)).get(1)).toMatchObject({ note: null, userRating: null, watchedAt: null });
        expect(await favorites.change(bob, 2, said)).toBeUndefined();
        expect(await favorites.change(uuid(2), 1, {})).toMatchObject({ note: null });
      });

      it.each(['𝒵'.repeat(1000), '\u0301'.repeat(1000), '\u202e\ufeff\u200b', "'; drop table users; --", '\r\n\t'])(
        'may be any text, case %#',
        async (note) => {
          await favorites.add(alice, 1, noon);
          expect(await favorites.change(alice, 1, { note })).toMatchObject({ note });
          expect((await shelfOf(alice)).get(1)).toMatchObject({ note });
        },
      );

      it.each(['1895-01-01', '1900-02-28', '2024-02-29', '9999-12-31'])('may be the day %s', async (watchedAt) => {
        await favorites.add(alice, 1, noon);
        expect(await favorites.change(alice, 1, { watchedAt })).toMatchObject({ watchedAt });
      });
    });

    describe('many at once', () => {
      it('are added and removed, and reported separately', async () => {
        await favorites.addAndRemove(alice, { add: [1, 2, 3], remove: [] }, noon);
        const outcome = await favorites.addAndRemove(alice, { add: [4, 3, 5], remove: [1, 6] }, noon);
        expect([new Set(outcome.added), outcome.removed]).toEqual([new Set([4, 5]), [1]]);
        expect(new Set((await shelfOf(alice)).keys())).toEqual(new Set([2, 3, 4, 5]));
        expect(await favorites.addAndRemove(alice, { add: [], remove: [] }, noon)).toEqual({ added: [], removed: [] });
      });

      it('change nothing if one of them cannot be added', async () => {
        await favorites.add(alice, 1, noon);
        const changed = favorites.addAndRemove(alice, { add: [2, 999], remove: [1] }, noon);
        await expect(changed).rejects.toThrow(MovieNotFound);
        expect([...(await shelfOf(alice)).keys()]).toEqual([1]);
        expect(await changes(0)).toEqual([1]);
      });
    });

    describe('the changes of a shelf', () => {
      it('are none for a shelf that was never used', async () => {
        expect(await favorites.changesAfter(alice, 0, 10)).toEqual({ changes: [], version: 0, forgottenVersion: 0 });
      });

      it('are in their order, each film once with its current data', async () => {
        for (const id of [1, 2, 3]) await favorites.add(alice, id, noon);
        await favorites.change(alice, 1, { userRating: 7 });
        await favorites.remove(alice, 2, noon);
        expect(await changes(0)).toEqual([3, 1, -2]);
        const history = await favorites.changesAfter(alice, 0, 10);
        expect(history.changes[1]?.favorite).toEqual((await shelfOf(alice)).get(1));
        expect(history.changes[1]?.favorite).toMatchObject({ userRating: 7, movie: { title: 'Фильм 1' } });
        expect(history.changes.at(-1)?.version).toBeLessThanOrEqual(history.version);
      });

      it('are returned in parts', async () => {
        for (const id of [1, 2, 3]) await favorites.add(alice, id, noon);
        const first = await favorites.changesAfter(alice, 0, 2);
        expect(first.changes.map(({ kinopoiskId }) => kinopoiskId)).toEqual([1, 2]);
        expect(await changes(first.changes[1]?.version ?? 0)).toEqual([3]);
        expect(await changes(first.version)).toEqual([]);
      });

      it('contain every film of a bulk change, each with its own version', async () => {
        await favorites.addAndRemove(alice, { add: [9, 7, 8], remove: [] }, noon);
        await favorites.addAndRemove(alice, { add: [6], remove: [7, 9] }, noon);
        const { changes: all } = await favorites.changesAfter(alice, 0, 10);
        expect(new Set(all.map(({ version }) => version)).size).toBe(4);
        expect((await changes(0)).toSorted((a, b) => a - b)).toEqual([-9, -7, 6, 8]);
      });

      it('are none if nothing changed', async () => {
        await favorites.add(alice, 1, noon);
        await favorites.change(alice, 1, { note: 'да', watchedAt: '2026-01-01', userRating: 3 });
        const before = await versionNow();
        await favorites.add(alice, 1, new Date());
        await favorites.addAndRemove(alice, { add: [1], remove: [2] }, noon);
        await favorites.remove(alice, 2, noon);
        await favorites.change(alice, 1, {});
        await favorites.change(alice, 1, { note: 'да', watchedAt: '2026-01-01', userRating: 3 });
        await favorites.change(alice, 2, { note: 'нет' });
        expect(await changes(before)).toEqual([]);
      });

      it('belong to one shelf', async () => {
        await favorites.add(alice, 1, noon);
        await favorites.add(bob, 2, noon);
        expect(await changes(0)).toEqual([1]);
        expect(await changes(0, bob)).toEqual([2]);
        expect(await changes(0, uuid(99))).toEqual([]);
      });
    });

    describe('removed films', () => {
      const later = new Date(noon.getTime() + 1000);

      it('are purged after a time, and the shelf stores up to which version', async () => {
        for (const id of [1, 2, 3]) await favorites.add(alice, id, noon);
        await favorites.add(bob, 1, noon);
        await favorites.remove(alice, 1, noon);
        await favorites.remove(bob, 1, noon);
        const version = await versionNow();
        await favorites.remove(alice, 2, later);
        expect(await favorites.forgetRemovals(later)).toBe(2);
        expect(await favorites.changesAfter(alice, 0, 10)).toMatchObject({ forgottenVersion: version });
        expect(await changes(0)).toEqual([3, -2]);
        expect(await favorites.forgetRemovals(later)).toBe(0);
        expect(await favorites.forgetRemovals(new Date(later.getTime() + 1))).toBe(1);
        expect(await changes(0)).toEqual([3]);
        const { forgottenVersion } = await favorites.changesAfter(alice, 0, 10);
        expect(forgottenVersion).toBeGreaterThan(version);
      });

      it('are no longer removals when they are added again', async () => {
        await favorites.add(alice, 1, noon);
        await favorites.remove(alice, 1, noon);
        await favorites.add(alice, 1, noon);
        expect(await changes(0)).toEqual([1]);
        expect(await favorites.forgetRemovals(later)).toBe(0);
      });

      it('are purged by clocks that differ, and the stored version never decreases', async () => {
        for (const id of [1, 2]) await favorites.add(alice, id, noon);
        await favorites.remove(alice, 1, later);
        await favorites.remove(alice, 2, noon);
        await favorites.forgetRemovals(later);
        const { forgottenVersion } = await favorites.changesAfter(alice, 0, 10);
        await favorites.forgetRemovals(new Date(later.getTime() + 1));
        expect((await favorites.changesAfter(alice, 0, 10)).forgottenVersion).toBe(forgottenVersion);
      });
    });

    it.each(roundsOn(adapter, 5))(
      'shows a reader every change while twelve writers change a shelf (round %i)',
      async (round) => {
        await Promise.all(everywhere.flatMap((one) => Array.from({ length: 10 }, () => one.changesAfter(alice, 0, 1))));
        const writing = new AbortController();
        const writers = Array.from({ length: 12 }, async (_, writer) => {
          const one = everywhere[writer % everywhere.length] ?? favorites;
          for (let step = 0; step < 15; step += 1) await write(one, writer * 31 + step * 7 + round);
        });
        const readers = [everywhere[0], everywhere.at(-1)].map(async (one = favorites) => {
          const reader = new Reader(one);
          while (!writing.signal.aborted) await reader.catchUp();
          await reader.catchUp();
          return reader.copy;
        });
        await Promise.all(writers).finally(() => writing.abort());
        const shelf = await shelfOf(alice);
        for (const copy of await Promise.all(readers)) expect(copy).toEqual(shelf);
      },
    );

    async function write(one: FavoriteMovieRepository, n: number): Promise<unknown> {
      const film = 1 + (n % FILMS);
      const next = 1 + (film % FILMS);
      switch (n % 4) {
        case 0:
          return one.remove(alice, film, noon);
        case 1:
          return one.change(alice, film, { userRating: 1 + (n % 10) });
        case 2:
          return one.addAndRemove(alice, { add: [film], remove: [next] }, noon);
        default:
          return one.add(alice, film, noon);
      }
    }
  });
}

/** Keeps a copy of Alice's shelf up to date, with five changes at a time. */
class Reader {
  readonly copy = new Map<number, FavoriteMovie>();
  private position = 0;

  constructor(private readonly favorites: FavoriteMovieRepository) {}

  async catchUp(): Promise<void> {
    for (;;) {
      const { changes } = await this.favorites.changesAfter(alice, this.position, 5);
      if (changes.length === 0) return;
      for (const change of changes) this.apply(change);
    }
  }

  private apply({ kinopoiskId, version, favorite }: ShelfChange): void {
    expect(version).toBeGreaterThan(this.position);
    this.position = version;
    if (favorite) this.copy.set(kinopoiskId, favorite);
    else this.copy.delete(kinopoiskId);
  }
}
