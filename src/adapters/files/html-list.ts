import { Parser } from 'htmlparser2';
import type { FilmList } from '../../application/imports/ports/film-list-files.ts';
import { FilmListUnusable } from '../../domain/imports/film-import.ts';
import { listOf } from './csv-list.ts';
import { MAX_CELL_LENGTH, MAX_COLUMNS, MAX_RECORD_LENGTH } from './list-limits.ts';

/** A page may have other tables before the list. */
const MOST_ROWS_BEFORE_HEADERS = 200;

/** The parser remembers every open element. Real pages have a few dozen levels. */
const MAX_DEPTH = 256;

/**
 * Reads the table of films in an HTML page. Kinopoisk exports votes as such a page, in a file named `.xls`.
 * @throws FilmListUnusable
 */
export async function readHtmlList(text: AsyncIterable<string>): Promise<FilmList> {
  return listOf(recordsIn(text), MOST_ROWS_BEFORE_HEADERS);
}

async function* recordsIn(text: AsyncIterable<string>): AsyncGenerator<string[], void> {
  const table = new TableRows();
  for await (const piece of text) yield* table.write(piece);
  yield* table.end();
}

/** Finds the rows of all tables in a page that arrives in pieces, in bounded memory. */
class TableRows {
  private rows: string[][] = [];
  private row: string[] | undefined;
  private cell: string | undefined;
  private rowLength = 0;
  private depth = 0;
  private seen = 0;
  /** Characters since the last event of the parser, which buffers a whole tag, however long it is. */
  private sinceEvent = 0;
  private readonly parser = new Parser({
    onopentagname: (name) => this.open(name),
    onclosetag: (name) => this.close(name),
    ontext: (text) => this.append(text),
    oncomment: () => this.event(),
  });

  write(piece: string): string[][] {
    this.sinceEvent += piece.length;
    this.parser.write(piece);
    if (this.sinceEvent > MAX_RECORD_LENGTH) throw this.malformed();
    return this.taken();
  }

  end(): string[][] {
    this.parser.end();
    this.endRow();
    return this.taken();
  }

  private open(name: string): void {
    this.event();
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.malformed();
    if (name === 'tr') {
      this.endRow();
      this.row = [];
    } else if ((name === 'td' || name === 'th') && this.row !== undefined) {
      this.endCell();
      this.cell = '';
    } else if (name === 'br') this.append('\n');
  }

  private close(name: string): void {
    this.event();
    this.depth -= 1;
    if (name === 'tr' || name === 'table') this.endRow();
    else if (name === 'td' || name === 'th') this.endCell();
  }

  private append(text: string): void {
    this.event();
    if (this.cell === undefined) return;
    this.rowLength += text.length;
    if (this.rowLength > MAX_RECORD_LENGTH) throw this.malformed();
    // One character more than allowed, so that an excess is detected.
    if (this.cell.length <= MAX_CELL_LENGTH) this.cell = (this.cell + text).slice(0, MAX_CELL_LENGTH + 1);
  }

  private endCell(): void {
    if (this.cell === undefined || this.row === undefined) return;
    const text = this.cell.replace(/[^\S\n]+/g, ' ').trim();
    if (this.row.length <= MAX_COLUMNS) this.row.push(text);
    this.cell = undefined;
  }

  private endRow(): void {
    this.endCell();
    if (this.row?.some((cell) => cell !== '')) {
      this.rows.push(this.row);
      this.seen += 1;
    }
    [this.row, this.rowLength] = [undefined, 0];
  }

  private taken(): string[][] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  private event(): void {
    this.sinceEvent = 0;
  }

  private malformed(): FilmListUnusable {
    return new FilmListUnusable('malformed-file', this.seen);
  }
}
