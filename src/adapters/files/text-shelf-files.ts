import type { ShelfFileFormat, ShelfFilePart, ShelfFiles } from '../../application/shelf/ports/shelf-files.ts';
import { MAX_LETTERBOXD_BYTES } from '../../application/shelf/ports/shelf-files.ts';
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

  /** Holds one part in memory, because its last line tells whether another part follows. */
  async writeLetterboxdPart(films: Films, part: number): Promise<ShelfFilePart> {
    const header = csvLine(LETTERBOXD_FIELDS);
    const pieces = [header];
    let [at, bytes] = [1, Buffer.byteLength(header)];
    for await (const film of films) {
      const line = csvLine(letterboxdCells(film));
      bytes += Buffer.byteLength(line);
      if (bytes > MAX_LETTERBOXD_BYTES) {
        if (at === part) return { pieces, isLast: false };
        [at, bytes] = [at + 1, Buffer.byteLength(header) + Buffer.byteLength(line)];
      }
      if (at === part) pieces.push(line);
    }
    return { pieces, isLast: true };
  }
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
