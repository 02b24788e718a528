import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';
import { mapStream } from '../../domain/shared/page.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';
import type { ShelfFileFormat, ShelfFiles } from './ports/shelf-files.ts';

/**
 * `part`: from 1, where Letterboxd's file is split; without it the whole shelf. `hasMore`: whether another part follows
 * or, of a whole shelf, whether Letterboxd takes parts only.
 */
type ShelfToExport = { readonly format: ShelfFileFormat; readonly part?: number };
export type ExportedShelf = { readonly pieces: AsyncIterable<string>; readonly hasMore: boolean };

/**
 * Exports the caller's shelf as a file, newest film first.
 * @throws PermissionDenied, Unauthenticated; ValidationFailed for a part of another format than Letterboxd's
 */
export class ExportShelf {
  static readonly operation = declareOperation('exportShelf', 'favorites:own');

  constructor(
    private readonly favorites: FavoriteMovieRepository,
    private readonly visibility: FilmVisibility,
    private readonly files: ShelfFiles,
  ) {}

  async execute(actor: Actor, { format, part }: ShelfToExport): Promise<ExportedShelf> {
    authorizeUser(actor, ExportShelf.operation.permission);
    const visible = await this.visibility.favoritesTo(actor);
    const films = () => mapStream(this.favorites.stream(actor.userId, { sort: 'added_at' }), visible);
    if (format !== 'letterboxd') {
      if (part !== undefined) throw new ValidationFailed([{ field: 'part', code: 'invalid-value' }]);
      return { pieces: this.files.write(format, films()), hasMore: false };
    }
    const { pieces, isLast } = await this.files.writeLetterboxdPart(films(), part ?? 1);
    const isWhole = part !== undefined || isLast;
    return { pieces: isWhole ? each(pieces) : this.files.write(format, films()), hasMore: !isLast };
  }
}

async function* each(pieces: readonly string[]): AsyncIterable<string> {
  yield* pieces;
}
