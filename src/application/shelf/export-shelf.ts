import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';
import { mapStream } from '../../domain/shared/page.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import { declareOperation } from '../shared/operation.ts';
import type { FavoriteMovieRepository } from './ports/favorite-movie-repository.ts';
import type { ShelfFileFormat, ShelfFiles } from './ports/shelf-files.ts';
import { maxFileBytes } from './ports/shelf-files.ts';

/**
 * `part`: the number of the part, from 1, for a format whose files have a size limit. Without it, the whole shelf is
 * exported. `hasMore`: whether another part follows; for a whole shelf, whether it exceeds the limit and must be
 * fetched in parts.
 */
type ShelfToExport = { readonly format: ShelfFileFormat; readonly part?: number };
export type ExportedShelf = { readonly pieces: AsyncIterable<string>; readonly hasMore: boolean };

/**
 * Exports the caller's shelf as a file, newest film first.
 * @throws PermissionDenied, Unauthenticated; ValidationFailed for a part of a format without a limit
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
    const films = mapStream(this.favorites.stream(actor.userId, { sort: 'added_at' }), visible);
    const maxBytes = maxFileBytes(format);
    if (maxBytes === undefined) {
      if (part !== undefined) throw new ValidationFailed([{ field: 'part', code: 'invalid-value' }]);
      return { pieces: this.files.write(format, films), hasMore: false };
    }
    if (part === undefined) {
      const { pieces, fits } = await this.files.writeMeasured(format, films, maxBytes);
      return { pieces, hasMore: !fits };
    }
    const { pieces, isLast } = await this.files.writePart(format, films, { part, maxBytes });
    return { pieces: each(pieces), hasMore: !isLast };
  }
}

async function* each(pieces: readonly string[]): AsyncIterable<string> {
  yield* pieces;
}
