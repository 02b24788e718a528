import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Director } from '../../domain/films/movie.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { LookupRepository } from './ports/lookup-repository.ts';

/** Lists the directors of the catalogue. @throws PermissionDenied, Unauthenticated */
export class ListDirectors {
  static readonly operation = declareOperation('listDirectors', 'catalogue:read');

  constructor(private readonly directors: LookupRepository<Director>) {}

  /** Returns one page, or all without `page`. */
  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Listing<Director>> {
    authorize(actor, ListDirectors.operation.permission);
    return page ? this.directors.list(page) : this.directors.all();
  }
}
