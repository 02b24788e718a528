import type { FilmListFiles, ListFile } from '../../application/imports/ports/film-list-files.ts';
import type { ImportedRow, ListRow } from '../../domain/imports/film-import.ts';
import { readCsvList } from './csv-list.ts';
import { csvLine } from './csv.ts';
import { decodedText } from './decoded-text.ts';
import { EventLoopShare } from './event-loop-share.ts';
import { readJsonList } from './json-list.ts';
import { PIECE_LENGTH } from './list-limits.ts';

/** Without it Excel reads the file in the local encoding, such as Windows-1251. */
const BYTE_ORDER_MARK = '\ufeff';

const ROW_FIELDS = [
  ...['kinopoisk_id', 'imdb_id', 'title', 'original_title', 'year', 'user_rating', 'note', 'watched_at', 'added_at'],
  ...['row', 'outcome', 'may_be'],
];

/** Reads CSV from IMDb, Letterboxd, spreadsheets and this service, and JSON from this service. */
export class TextFilmListFiles implements FilmListFiles {
  private readonly share = new EventLoopShare();

  async read({ type, encoding, bytes }: ListFile): ReturnType<FilmListFiles['read']> {
    const text = this.inPieces(decodedText(bytes, encoding));
    const { format, rows } = await (type === 'json' ? readJsonList(text) : readCsvList(text));
    return { format, rows: this.paced(rows) };
  }

  private async *inPieces(text: AsyncIterable<string>): AsyncIterable<string> {
    for await (const block of text) {
      for (let from = 0; from < block.length; from += PIECE_LENGTH) {
        await this.share.next();
        yield block.slice(from, from + PIECE_LENGTH);
      }
    }
  }

  private async *paced(rows: AsyncIterable<ListRow>): AsyncIterable<ListRow> {
    for await (const row of rows) {
      await this.share.next();
      yield row;
    }
  }

  async *writeRows(rows: AsyncIterable<ImportedRow>): AsyncIterable<string> {
    yield BYTE_ORDER_MARK + csvLine(ROW_FIELDS);
    for await (const row of rows) yield csvLine(cellsOf(row));
  }
}

function cellsOf({ row, said, outcome, candidates }: ImportedRow): (string | number | null)[] {
  const mayBe = candidates.map(({ kinopoiskId, title, year }) => `${kinopoiskId} ${title ?? ''} (${year ?? '?'})`);
  const about = (why: string) => [row, why, mayBe.join('; ')];
  // For an unreadable row the title column holds its text.
  if ('fault' in said)
    return [null, null, said.text, ...Array<null>(6).fill(null), ...about(`${outcome}: ${said.fault}`)];
  const { kinopoiskId, imdbId, titles, year, userRating, note, watchedAt, addedAt } = said.film;
  const [title = null, originalTitle = null] = titles;
  const added = addedAt === null ? null : addedAt.toISOString();
  return [kinopoiskId, imdbId, title, originalTitle, year, userRating, note, watchedAt, added, ...about(outcome)];
}
