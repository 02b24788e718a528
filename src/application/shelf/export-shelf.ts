import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { mapStream } from '../../domain/shared/page.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';
import type { ShelfFileFormat, ShelfFiles } from './ports/shelf-files.ts';

/** Exports the caller's shelf as a file, newest film first. @throws PermissionDenied, Unauthenticated */
export class ExportShelf {
  static readonly operation = declareOperation('exportShelf', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly visibility: FilmVisibility,
    private readonly files: ShelfFiles,
  ) {}

  async execute(actor: Actor, { format }: { format: ShelfFileFormat }): Promise<AsyncIterable<string>> {
    authorizeUser(actor, ExportShelf.operation.permission);
    const shelf = this.favorites.stream(actor.userId, { sort: 'added_at' });
    return this.files.write(format, mapStream(shelf, await this.visibility.favoritesTo(actor)));
  }
}
