import { beforeEach, describe, expect, it } from 'vitest';
import { HmacShelfCursors } from '../../../src/adapters/security/hmac-shelf-cursors.ts';
import { deriveSigningKeys } from '../../../src/adapters/security/signing-keys.ts';
import { FilmVisibility } from '../../../src/application/films/film-visibility.ts';
import { ChangeFavoriteMovie } from '../../../src/application/shelf/change-favorite-movie.ts';
import type { ShelfChangesPage } from '../../../src/application/shelf/list-shelf-changes.ts';
import { ListShelfChanges } from '../../../src/application/shelf/list-shelf-changes.ts';
import { InvalidShelfCursor } from '../../../src/application/shelf/ports/shelf-cursors.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { ValidationFailed } from '../../../src/domain/shared/errors.ts';
import { given } from '../../../src/domain/shared/given.ts';
import { FavoriteNotFound } from '../../../src/domain/shelf/favorite-movie.ts';
import { ShelfCursorExpired } from '../../../src/domain/shelf/shelf-history.ts';
import { anonymous, aUserActor, aUserActorWithout, operator } from '../../builders/actor.ts';
import { aFilm, visibleAsTeaser } from '../../builders/film.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryFavoriteMovieRepository } from '../../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');
const later = new Date('2026-11-20T12:00:01.000Z');
const refusals = [
  ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
  ['asks the operator, who has no shelf, to log in', operator, new Unauthenticated()],
  ['denies a user without the right', aUserActorWithout('favorites:own'), new PermissionDenied()],
] as const;

let favorites: InMemoryFavoriteMovieRepository;
let rules: InMemoryAccessRules;
let visibility: FilmVisibility;
let clock: FixedClock;

beforeEach(async () => {
  const movies = new InMemoryMovieRepository();
  await movies.save(Array.from({ length: 9 }, (_, n) => aFilm({ kinopoiskId: n + 1 })));
  favorites = new InMemoryFavoriteMovieRepository(movies);
  rules = new InMemoryAccessRules();
  clock = new FixedClock();
  visibility = new FilmVisibility(rules, clock);
});

describe('ListShelfChanges', () => {
  let listShelfChanges: ListShelfChanges;

  beforeEach(() => {
    const keys = deriveSigningKeys('a secret of at least 32 bytes, for tests');
    listShelfChanges = new ListShelfChanges(favorites, visibility, new HmacShelfCursors(keys));
  });

  const ask = (since?: string, limit = 200): Promise<ShelfChangesPage> =>
    listShelfChanges.execute(aUserActor(), given({ since, limit }));
  const idsOf = ({ changed }: ShelfChangesPage) => changed.map(({ movie }) => movie.kinopoiskId);

  it('returns the whole shelf to a new reader, in parts', async () => {
    for (const id of [1, 2, 3]) await favorites.add(uuid(1), id, noon);
    const first = await ask(undefined, 2);
    expect([idsOf(first), first.hasMore]).toEqual([[1, 2], true]);
    const second = await ask(first.nextCursor, 2);
    expect([idsOf(second), second.hasMore]).toEqual([[3], false]);
    expect(await ask(second.nextCursor)).toMatchObject({ changed: [], removed: [], hasMore: false });
  });

  it('returns changes and removals to a reader with a cursor', async () => {
    for (const id of [1, 2]) await favorites.add(uuid(1), id, noon);
    const { nextCursor } = await ask();
    await favorites.change(uuid(1), 2, { userRating: 8 });
    await favorites.remove(uuid(1), 1, noon);
    const told = await ask(nextCursor);
    expect(told).toMatchObject({ changed: [{ userRating: 8, addedAt: noon }], removed: [1] });
    expect(await ask(nextCursor)).toEqual(told);
  });

  it('returns nothing if nothing changed', async () => {
    const { nextCursor } = await ask();
    expect(await ask(nextCursor)).toEqual({ changed: [], removed: [], nextCursor, hasMore: false });
  });

  it('shows restricted films as teasers, with the owner’s note and rating', async () => {
    await favorites.add(uuid(1), 1, noon);
    await favorites.change(uuid(1), 1, { note: 'моё' });
    rules.restrict({ label: 'chosen', rule: { kinopoiskIds: [1] } });
    const [favorite] = (await ask()).changed;
    expect(favorite).toMatchObject({ isViewable: false, labels: ['chosen'], note: 'моё' });
    expect(favorite?.movie).toMatchObject({ rating: null, originalTitle: null });
  });

  it('allows a new reader to read a shelf with many purged removals to its end', async () => {
    for (const id of [1, 2, 3, 4, 5]) await favorites.add(uuid(1), id, noon);
    await favorites.remove(uuid(1), 5, noon);
    await favorites.forgetRemovals(later);
    const first = await ask(undefined, 2);
    expect(idsOf(await ask(first.nextCursor, 2))).toEqual([3, 4]);
  });

  it('refuses a reader who has missed a purged removal, even a new one who is not at the end yet', async () => {
    for (const id of [1, 2, 3]) await favorites.add(uuid(1), id, noon);
    const [middle, end] = [await ask(undefined, 1), await ask()];
    await favorites.remove(uuid(1), 1, noon);
    expect(await ask(end.nextCursor)).toMatchObject({ removed: [1] });
    await favorites.forgetRemovals(later);
    await expect(ask(middle.nextCursor)).rejects.toThrow(new ShelfCursorExpired());
    await expect(ask(end.nextCursor)).rejects.toThrow(new ShelfCursorExpired());
  });

  it('refuses an invalid cursor, and that of another user', async () => {
    await expect(ask('AAAA')).rejects.toThrow(InvalidShelfCursor);
    const { nextCursor } = await listShelfChanges.execute(aUserActor({ userId: uuid(2) }), { limit: 1 });
    await expect(ask(nextCursor)).rejects.toThrow(InvalidShelfCursor);
  });

  it.each(refusals)('%s', async (_, actor, refusal) => {
    await expect(listShelfChanges.execute(actor, { limit: 1 })).rejects.toThrow(refusal);
  });
});

describe('ChangeFavoriteMovie', () => {
  let changeFavoriteMovie: ChangeFavoriteMovie;

  beforeEach(async () => {
    changeFavoriteMovie = new ChangeFavoriteMovie(favorites, visibility, clock);
    await favorites.add(uuid(1), 1, noon);
  });

  it('changes only the given fields', async () => {
    const change = (changes: object) => changeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 1, changes });
    expect(await change({ note: 'да', userRating: 7 })).toMatchObject({ note: 'да', userRating: 7, watchedAt: null });
    expect(await change({ note: '' })).toMatchObject({ note: null, userRating: 7 });
    expect(await change({})).toMatchObject({ note: null, userRating: 7, addedAt: noon });
  });

  it('allows the owner to change the note of a restricted film', async () => {
    rules.restrict({ label: 'chosen', rule: { kinopoiskIds: [1] } });
    const changed = await changeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 1, changes: { userRating: 2 } });
    const [movie] = (await favorites.list(uuid(1), { sort: 'added_at' }, { page: 1, perPage: 1 })).items;
    expect(changed).toMatchObject({ ...visibleAsTeaser(movie!.movie, ['chosen']), userRating: 2 });
  });

  it('refuses invalid values, and changes nothing', async () => {
    const changes = { note: 'да', watchedAt: '2999-01-01' };
    const changed = changeFavoriteMovie.execute(aUserActor(), { kinopoiskId: 1, changes });
    await expect(changed).rejects.toThrow(ValidationFailed);
    expect(await favorites.change(uuid(1), 1, {})).toMatchObject({ note: null });
  });

  it.each([
    ['a film that is not on the shelf', 2, uuid(1)],
    ['a film on the shelf of somebody else', 1, uuid(2)],
  ])('does not find %s', async (_, kinopoiskId, userId) => {
    const changed = changeFavoriteMovie.execute(aUserActor({ userId }), { kinopoiskId, changes: { note: 'x' } });
    await expect(changed).rejects.toThrow(new FavoriteNotFound());
  });

  it.each(refusals)('%s', async (_, actor, refusal) => {
    await expect(changeFavoriteMovie.execute(actor, { kinopoiskId: 1, changes: {} })).rejects.toThrow(refusal);
  });
});
