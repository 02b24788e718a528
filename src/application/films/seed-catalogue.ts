import { declareOperation } from '../shared/operation.ts';
import type { Actor } from '../../domain/access/actor.ts';
import { authorizeService } from '../../domain/access/actor.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';
import type { MovieRepository } from './ports/movie-repository.ts';

/** Films saved in one transaction: enough to be quick, few enough that nobody waits for a lock. */
const BATCH_SIZE = 50;

/** How many films were new, how many known ones the file told something of, and how many the catalogue knows now. */
export type Seeding = { readonly added: number; readonly completed: number; readonly known: number };

/** Loads films from a file into the catalogue, for the operator. Repeating is harmless, and finishes what was cut short. @throws PermissionDenied */
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
