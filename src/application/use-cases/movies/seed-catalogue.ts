import type { Actor } from '../../../domain/actor.ts';
import { PermissionDenied } from '../../../domain/actor.ts';
import type { FilmRecord } from '../../../domain/movie.ts';
import type { MovieRepository } from '../../ports/movie-repository.ts';

/** Films saved in one transaction: enough to be quick, few enough that nobody waits for a lock. */
const BATCH_SIZE = 50;

/** Loads films from a file into the catalogue, for the operator. Repeating is harmless. @throws PermissionDenied */
export class SeedCatalogue {
  constructor(private readonly movies: MovieRepository) {}

  /** @returns how many of the films were new, and how many the catalogue knows now */
  async execute(actor: Actor, input: { films: readonly FilmRecord[] }): Promise<{ added: number; known: number }> {
    if (actor.kind !== 'system') throw new PermissionDenied();
    const before = await this.movies.count();
    for (let start = 0; start < input.films.length; start += BATCH_SIZE) {
      await this.movies.save(input.films.slice(start, start + BATCH_SIZE));
    }
    const known = await this.movies.count();
    return { added: known - before, known };
  }
}
