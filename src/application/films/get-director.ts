import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Director } from '../../domain/films/movie.ts';
import { DirectorNotFound } from '../../domain/films/movie.ts';
import { declareOperation } from '../shared/operation.ts';
import type { LookupRepository } from './ports/lookup-repository.ts';

/** Shows one director. @throws PermissionDenied, Unauthenticated, DirectorNotFound */
export class GetDirector {
  static readonly operation = declareOperation('getDirector', 'catalogue:read');

  constructor(private readonly directors: LookupRepository<Director>) {}

  async execute(actor: Actor, { id }: { id: number }): Promise<Director> {
    authorize(actor, GetDirector.operation.permission);
    const director = await this.directors.find(id);
    if (director === undefined) throw new DirectorNotFound();
    return director;
  }
}
