import type { Actor } from '../../domain/access/actor.ts';
import { authorize } from '../../domain/access/actor.ts';
import type { Genre } from '../../domain/films/movie.ts';
import type { Listing, PageRequest } from '../../domain/shared/page.ts';
import { declareOperation } from '../shared/operation.ts';
import type { LookupRepository } from './ports/lookup-repository.ts';

/** Lists the genres of the catalogue. @throws PermissionDenied, Unauthenticated */
export class ListGenres {
  static readonly operation = declareOperation('listGenres', 'catalogue:read');

  constructor(private readonly genres: LookupRepository<Genre>) {}

  /** Returns one page, or all without `page`. */
  async execute(actor: Actor, { page }: { page?: PageRequest }): Promise<Listing<Genre>> {
    authorize(actor, ListGenres.operation.permission);
    return page ? this.genres.list(page) : this.genres.all();
  }
}
