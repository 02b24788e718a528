import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { Movie } from '../../domain/films/movie.ts';
import { MovieNotFound } from '../../domain/films/movie.ts';
import type { Client } from '../../domain/sessions/session.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import type { MovieCatalog } from '../films/movie-catalog.ts';
import { isFilmSourceFailure } from '../films/ports/film-source.ts';
import type { MovieRepository } from '../films/ports/movie-repository.ts';
import type { Asker } from '../films/upstream/call-shares.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';

/** Maximum number of films added and removed in one call. */
export const MAX_FILMS_AT_ONCE = 200;

/** Maximum number of concurrent calls to the film source for one request, and how long new ones are started. */
const LOOK_UPS_AT_ONCE = 4;
const LOOK_UP_WITHIN_MS = 5000;

export const SHELF_OUTCOMES = ['added', 'existing', 'removed', 'not_found', 'restricted', 'unavailable'] as const;

/**
 * `not_found`: no such film, or not on the shelf; `unavailable`: the film source gave no answer in time or could not be
 * asked, or the caller's share of calls is used up.
 */
export type ShelfOutcome = (typeof SHELF_OUTCOMES)[number];

export type FilmOutcome = { readonly kinopoiskId: number; readonly outcome: ShelfOutcome };

type Refusal = Extract<ShelfOutcome, 'not_found' | 'restricted' | 'unavailable'>;

/**
 * Adds and removes many films, each with its own outcome, in the order of the input. Idempotent. No film may be named
 * twice. @throws PermissionDenied, Unauthenticated
 */
export class ChangeShelf {
  static readonly operation = declareOperation('changeShelf', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly movies: MovieRepository,
    private readonly catalog: MovieCatalog,
    private readonly visibility: FilmVisibility,
    private readonly clock: Clock,
  ) {}

  async execute(
    actor: Actor,
    input: { add: readonly number[]; remove: readonly number[]; client: Client },
  ): Promise<readonly FilmOutcome[]> {
    authorizeUser(actor, ChangeShelf.operation.permission);
    const { add, remove } = input;
    const show = await this.visibility.to(actor);
    const refused = new Map<number, Refusal>();
    for (const [id, film] of await this.lookUp(add, { actor, client: input.client })) {
      if (typeof film === 'string') refused.set(id, film);
      else if (!show(film).isViewable) refused.set(id, 'restricted');
    }
    const films = { add: add.filter((id) => !refused.has(id)), remove };
    const { added, removed } = await this.favorites.addAndRemove(actor.userId, films, this.clock.now());
    const [isAdded, isRemoved] = [new Set(added), new Set(removed)];
    return [
      ...outcomes(add, (id) => refused.get(id) ?? (isAdded.has(id) ? 'added' : 'existing')),
      ...outcomes(remove, (id) => (isRemoved.has(id) ? 'removed' : 'not_found')),
    ];
  }

  /** Calls the source only for films that the catalogue does not have. */
  private async lookUp(ids: readonly number[], asker: Asker): Promise<ReadonlyMap<number, Movie | Refusal>> {
    const found = new Map<number, Movie | Refusal>();
    for (const movie of await this.movies.findAll(ids)) found.set(movie.kinopoiskId, movie);
    const unknown = ids.filter((id) => !found.has(id)).values();
    const untilMs = this.clock.monotonicMs() + LOOK_UP_WITHIN_MS;
    const lookUpSome = async (): Promise<void> => {
      for (const id of unknown) {
        found.set(id, this.clock.monotonicMs() < untilMs ? await this.ask(id, asker) : 'unavailable');
      }
    };
    await Promise.all(Array.from({ length: LOOK_UPS_AT_ONCE }, lookUpSome));
    return found;
  }

  private async ask(kinopoiskId: number, asker: Asker): Promise<Movie | Refusal> {
    try {
      return (await this.catalog.get(kinopoiskId, asker)).movie;
    } catch (failure) {
      if (failure instanceof MovieNotFound) return 'not_found';
      if (isFilmSourceFailure(failure) || failure instanceof TooManyRequests) return 'unavailable';
      throw failure;
    }
  }
}

function outcomes(ids: readonly number[], outcomeOf: (id: number) => ShelfOutcome): FilmOutcome[] {
  return ids.map((kinopoiskId) => ({ kinopoiskId, outcome: outcomeOf(kinopoiskId) }));
}
