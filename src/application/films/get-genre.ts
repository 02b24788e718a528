import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Genre } from '../../domain/films/movie.ts';
import { GenreNotFound } from '../../domain/films/movie.ts';
import { declareOperation } from '../shared/operation.ts';
import type { LookupRepository } from './ports/lookup-repository.ts';

/** Shows one genre. @throws PermissionDenied, Unauthenticated, GenreNotFound */
export class GetGenre {
  static readonly operation = declareOperation('getGenre', 'catalogue:read');

  constructor(private readonly genres: LookupRepository<Genre>) {}

  async execute(actor: Actor, { id }: { id: number }): Promise<Genre> {
    authorize(actor, GetGenre.operation.permission);
    const genre = await this.genres.find(id);
    if (genre === undefined) throw new GenreNotFound();
    return genre;
  }
}
