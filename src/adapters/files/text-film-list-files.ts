import type { FilmList, FilmListFiles, ListFile } from '../../application/imports/ports/film-list-files.ts';
import type { ImportedRow, ListRow } from '../../domain/imports/film-import.ts';
import { readCsvList } from './csv-list.ts';
import { csvLine } from './csv.ts';
import { decodedText } from './decoded-text.ts';
import { EventLoopShare } from './event-loop-share.ts';
import { readHtmlList } from './html-list.ts';
import { readJsonList } from './json-list.ts';
import { MAX_RECORD_LENGTH, PIECE_LENGTH } from './list-limits.ts';

/** Without this mark, Excel reads the file in the local encoding, such as Windows-1251. */
const BYTE_ORDER_MARK = '\ufeff';

const ROW_FIELDS = [
  ...['kinopoisk_id', 'imdb_id', 'title', 'original_title', 'year', 'user_rating', 'note', 'watched_at', 'added_at'],
  ...['row', 'outcome', 'may_be', 'ignored'],
];

/** Reads lists of films in CSV, JSON and HTML, written by film sites, by spreadsheets or by this service. */
export class TextFilmListFiles implements FilmListFiles {
  private readonly share = new EventLoopShare();

  async read({ type, encoding, bytes }: ListFile): Promise<FilmList> {
    const text = this.inPieces(decodedText(bytes, encoding));
    const list = await (type === 'json' ? readJsonList(text) : readTable(text));
    return { ...list, rows: this.paced(list.rows) };
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

/** The content decides, not the name of the file: a table that starts with `<` is an HTML page. */
async function readTable(text: AsyncIterable<string>): Promise<FilmList> {
  const pieces = text[Symbol.asyncIterator]();
  let head = '';
  while (head.trim() === '' && head.length <= MAX_RECORD_LENGTH) {
    const piece = await pieces.next();
    if (piece.done) break;
    head += piece.value;
  }
  const whole = (async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
  return head.trimStart().startsWith('<') ? readHtmlList(whole) : readCsvList(whole);
}

function cellsOf({ row, said, outcome, candidates }: ImportedRow): (string | number | null)[] {
  const mayBe = candidates.map(({ kinopoiskId, title, year }) => `${kinopoiskId} ${title ?? ''} (${year ?? '?'})`);
  const ignored = 'film' in said ? (said.ignored ?? []).map(({ column, reason }) => `${column}: ${reason}`) : [];
  const about = (why: string) => [row, why, mayBe.join('; '), ignored.join('; ')];
  // For an unreadable row, the title column contains the text of the row.
  if ('fault' in said)
    return [null, null, said.text, ...Array<null>(6).fill(null), ...about(`${outcome}: ${said.fault}`)];
  const { kinopoiskId, imdbId, titles, year, userRating, note, watchedAt, addedAt } = said.film;
  const [title = null, originalTitle = null] = titles;
  const added = addedAt === null ? null : addedAt.toISOString();
  return [kinopoiskId, imdbId, title, originalTitle, year, userRating, note, watchedAt, added, ...about(outcome)];
}
