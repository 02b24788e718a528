import type {
  ShelfFileFormat,
  ShelfFilePart,
  ShelfFiles,
  WholeShelfFile,
} from '../../application/shelf/ports/shelf-files.ts';
import { resumed } from '../../domain/shared/page.ts';
import type { VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import { csvLine } from './csv.ts';
import { LETTERBOXD_FIELDS, SHELF_ROW_FIELDS, toShelfRow } from './shelf-row.ts';

type Films = AsyncIterable<VisibleFavorite>;

/** How a format writes a file: `opening`, the films with `separator` between them, `closing`. */
type Form = {
  readonly opening: string;
  readonly film: (film: VisibleFavorite) => string;
  readonly separator: string;
  readonly closing: string;
};

/** Without this mark, Excel reads the file in the local encoding, such as Windows-1251. */
const BYTE_ORDER_MARK = '\ufeff';

const FORMS: Readonly<Record<ShelfFileFormat, Form>> = {
  json: { opening: '[', film: (film) => JSON.stringify(toShelfRow(film)), separator: ',\n', closing: ']' },
  csv: {
    opening: BYTE_ORDER_MARK + csvLine(SHELF_ROW_FIELDS),
    film: (film) => csvLine(Object.values(toShelfRow(film))),
    separator: '',
    closing: '',
  },
  letterboxd: {
    // Letterboxd would read a byte order mark as part of the first name.
    opening: csvLine(LETTERBOXD_FIELDS),
    film: (film) => csvLine(letterboxdCells(film)),
    separator: '',
    closing: '',
  },
};

export class TextShelfFiles implements ShelfFiles {
  async *write(format: ShelfFileFormat, films: Films): AsyncIterable<string> {
    const { opening, film: written, separator, closing } = FORMS[format];
    let isEmpty = true;
    for await (const film of films) {
      yield (isEmpty ? opening : separator) + written(film);
      isEmpty = false;
    }
    const end = isEmpty ? opening + closing : closing;
    if (end !== '') yield end;
  }

  async writeMeasured(format: ShelfFileFormat, films: Films, maxBytes: number): Promise<WholeShelfFile> {
    const pieces = this.write(format, films)[Symbol.asyncIterator]();
    const ahead: string[] = [];
    let bytes = 0;
    while (bytes <= maxBytes) {
      const next = await pieces.next();
      if (next.done === true) return { pieces: resumed(ahead, pieces), fits: true };
      ahead.push(next.value);
      bytes += Buffer.byteLength(next.value);
    }
    return { pieces: resumed(ahead, pieces), fits: false };
  }

  /** Holds one part in memory, because the service has to read its last film to know whether another part follows. */
  async writePart(
    format: ShelfFileFormat,
    films: Films,
    { part, maxBytes }: { part: number; maxBytes: number },
  ): Promise<ShelfFilePart> {
    const { opening, film: written, separator, closing } = FORMS[format];
    const closingBytes = Buffer.byteLength(closing);
    let pieces: string[] = [];
    let [at, bytes] = [1, closingBytes];
    for await (const film of films) {
      const text = written(film);
      if (pieces.length > 0 && bytes + Buffer.byteLength(separator + text) > maxBytes) {
        if (at === part) return { pieces: [...pieces, closing], isLast: false };
        [at, bytes, pieces] = [at + 1, closingBytes, []];
      }
      const piece = (pieces.length === 0 ? opening : separator) + text;
      pieces.push(piece);
      bytes += Buffer.byteLength(piece);
    }
    const isThere = at === part && pieces.length > 0;
    return { pieces: isThere ? [...pieces, closing] : [opening + closing], isLast: true };
  }
}

function letterboxdCells({ movie, userRating, watchedAt, note }: VisibleFavorite): (string | number | null)[] {
  return [movie.imdbId, movie.originalTitle ?? movie.title, movie.year, userRating, watchedAt, note];
}
