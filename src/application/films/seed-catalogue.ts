import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';
import { declareOperation } from '../shared/operation.ts';
import type { MovieRepository } from './ports/movie-repository.ts';

/** Number of films saved in one transaction: large enough to be fast, and small enough to hold locks only briefly. */
const BATCH_SIZE = 50;

/** The number of new films, of films that the file added data to, and of all films in the catalogue. */
export type Seeding = { readonly added: number; readonly completed: number; readonly known: number };

/**
 * Loads films from a file into the catalogue, for the operator. Idempotent: a repeated run completes an interrupted
 * one.
 * @throws PermissionDenied
 */
export class SeedCatalogue {
  static readonly operation = declareOperation('seedCatalogue', 'service');

  constructor(private readonly movies: MovieRepository) {}

  async execute(actor: Actor, { films }: { films: readonly FilmRecord[] }): Promise<Seeding> {
    authorizeService(actor);
    let [added, completed] = [0, 0];
    for (let start = 0; start < films.length; start += BATCH_SIZE) {
      const batch = films.slice(start, start + BATCH_SIZE);
      const known = await this.movies.findAll(batch.map(({ kinopoiskId }) => kinopoiskId));
      const before = new Map(known.map((movie) => [movie.kinopoiskId, JSON.stringify(movie)]));
      for (const movie of await this.movies.save(batch)) {
        const was = before.get(movie.kinopoiskId);
        if (was === undefined) added += 1;
        else if (was !== JSON.stringify(movie)) completed += 1;
      }
    }
    return { added, completed, known: await this.movies.count() };
  }
}
