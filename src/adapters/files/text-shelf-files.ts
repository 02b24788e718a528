import type {
  ShelfFileFormat,
  ShelfFilePart,
  ShelfFiles,
  WholeShelfFile,
} from '../../application/shelf/ports/shelf-files.ts';
import type { VisibleFavorite } from '../../domain/shelf/favorite-movie.ts';
import { csvLine } from './csv.ts';
import { SHELF_ROW_FIELDS, toShelfRow } from './shelf-row.ts';

/** Without it Excel reads the file in the local encoding, such as Windows-1251. */
const BYTE_ORDER_MARK = '\ufeff';

/** Letterboxd's columns. Letterboxd would read a byte order mark as part of the first name. */
const LETTERBOXD_FIELDS = ['imdbID', 'Title', 'Year', 'Rating10', 'WatchedDate', 'Review'];

type Films = AsyncIterable<VisibleFavorite>;

export class TextShelfFiles implements ShelfFiles {
  write(format: ShelfFileFormat, films: Films): AsyncIterable<string> {
    switch (format) {
      case 'json':
        return json(films);
      case 'csv':
        return lines(BYTE_ORDER_MARK + csvLine(SHELF_ROW_FIELDS), films, (film) => Object.values(toShelfRow(film)));
      case 'letterboxd':
        return lines(csvLine(LETTERBOXD_FIELDS), films, letterboxdCells);
    }
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

  /** Holds one part in memory, because its last line tells whether another part follows. */
  async writePart(
    format: ShelfFileFormat,
    films: Films,
    { part, maxBytes }: { part: number; maxBytes: number },
  ): Promise<ShelfFilePart> {
    let header: string | undefined;
    let pieces: string[] = [];
    let [at, bytes] = [1, 0];
    for await (const line of this.write(format, films)) {
      header ??= line;
      bytes += Buffer.byteLength(line);
      if (bytes > maxBytes) {
        if (at === part) return { pieces, isLast: false };
        [at, bytes, pieces] = [at + 1, Buffer.byteLength(header) + Buffer.byteLength(line), [header]];
      }
      pieces.push(line);
    }
    return { pieces: at === part ? pieces : [header ?? ''], isLast: true };
  }
}

/** The pieces that were read ahead, then those that follow. */
async function* resumed(ahead: readonly string[], rest: AsyncIterator<string>): AsyncIterable<string> {
  yield* ahead;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function* json(films: Films): AsyncIterable<string> {
  let separator = '[';
  for await (const film of films) {
    yield separator + JSON.stringify(toShelfRow(film));
    separator = ',\n';
  }
  yield separator === '[' ? '[]' : ']';
}

async function* lines(
  header: string,
  films: Films,
  cellsOf: (film: VisibleFavorite) => readonly (string | number | null)[],
): AsyncIterable<string> {
  yield header;
  for await (const film of films) yield csvLine(cellsOf(film));
}

function letterboxdCells({ movie, userRating, watchedAt, note }: VisibleFavorite): (string | number | null)[] {
  return [movie.imdbId, movie.originalTitle ?? movie.title, movie.year, userRating, watchedAt, note];
}
