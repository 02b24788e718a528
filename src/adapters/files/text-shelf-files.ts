import type { ShelfFileFormat, ShelfFiles } from '../../application/shelf/ports/shelf-files.ts';
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
