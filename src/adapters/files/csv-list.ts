import { pipeline } from 'node:stream/promises';
import type { Parser } from 'csv-parse';
import { CsvError, parse } from 'csv-parse';
import type { FilmList } from '../../application/imports/ports/film-list-files.ts';
import { FilmListUnusable } from '../../domain/imports/film-import.ts';
import { ListSurvey } from '../../domain/imports/list-columns.ts';
import { columnsOf, rowOf, survey } from './column-mapping.ts';
import { MAX_COLUMNS, MAX_RECORD_LENGTH } from './list-limits.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Some lists start with a few lines before the header. */
const MOST_LINES_BEFORE_HEADERS = 10;

/**
 * A list of Letterboxd begins with this line. A table about the list itself follows, and then the table of the films.
 */
const LETTERBOXD_LIST = /^Letterboxd list export\b/;

/**
 * Reads a CSV table with a header. The delimiter is the most frequent of comma, semicolon, tab and vertical bar in the
 * header, or the one that `sep=;` names.
 * @throws FilmListUnusable
 */
export async function readCsvList(text: AsyncIterable<string>): Promise<FilmList> {
  const parts = text[Symbol.asyncIterator]();
  const head = await headOf(parts);
  const declared = /^sep=([,;\t|])\r?\n/.exec(head);
  const records = parsed(
    startingWith(declared ? head.slice(declared[0].length) : head, parts),
    declared?.[1] ?? likeliestDelimiter(head),
  );
  return listOf(records, MOST_LINES_BEFORE_HEADERS);
}

/** The list in a table whose header is one of its first records. @throws FilmListUnusable */
export async function listOf(records: AsyncGenerator<string[], void>, mostBeforeHeaders: number): Promise<FilmList> {
  let isLetterboxdList = false;
  let tables = 0;
  for (let lines = 0; lines < mostBeforeHeaders; lines += 1) {
    const { value: cells, done } = await records.next();
    if (done) throw new FilmListUnusable(lines === 0 ? 'no-rows' : 'unknown-columns');
    isLetterboxdList ||= LETTERBOXD_LIST.test(cells[0] ?? '');
    const columns = columnsOf(cells);
    if (columns === undefined) continue;
    tables += 1;
    if (isLetterboxdList && tables === 1) continue;
    const surveyed = new ListSurvey(MAX_COLUMNS);
    survey(columns, surveyed);
    const rows = (async function* () {
      for await (const record of records) yield rowOf(columns, record, surveyed);
    })();
    return { format: isLetterboxdList ? 'letterboxd' : columns.format, survey: surveyed, rows };
  }
  await records.return();
  throw new FilmListUnusable('unknown-columns');
}

/** Reads enough text to contain the header. */
async function headOf(parts: AsyncIterator<string>): Promise<string> {
  let [head, lines] = ['', 1];
  while (lines <= MOST_LINES_BEFORE_HEADERS && head.length < MAX_RECORD_LENGTH) {
    const part = await parts.next();
    if (part.done) break;
    head += part.value;
    lines += part.value.split('\n', MOST_LINES_BEFORE_HEADERS + 1).length - 1;
  }
  return head;
}

async function* startingWith(head: string, parts: AsyncIterator<string>): AsyncIterable<string> {
  yield head;
  for (let part = await parts.next(); !part.done; part = await parts.next()) yield part.value;
}

/**
 * The most frequent delimiter in the header. Other lines do not count: titles may contain commas, headers hardly ever
 * do.
 */
function likeliestDelimiter(head: string): string {
  const lines = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, MOST_LINES_BEFORE_HEADERS);
  const cellsOf = (line: string, delimiter: string) => line.split(delimiter, MAX_COLUMNS + 1);
  const headers =
    lines.find((line) => DELIMITERS.some((delimiter) => columnsOf(cellsOf(line, delimiter)))) ?? lines[0] ?? '';
  const count = (delimiter: string) => cellsOf(headers, delimiter).length;
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}

/** Text without the end of a record. The first piece, and pieces on their way to the parser, may have one that is not seen. */
const MAX_WITHOUT_END = 3 * MAX_RECORD_LENGTH;

/**
 * Bounds the length of a record with its delimiters: the parser does not count these, and a record of ten million empty
 * cells stopped the event loop for seconds.
 */
async function* inRecords(text: AsyncIterable<string>, { info }: Pick<Parser, 'info'>): AsyncIterable<string> {
  let [ends, length] = [0, 0];
  for await (const piece of text) {
    yield piece;
    const endsNow = info.lines + info.empty_lines;
    length = piece.length + (endsNow === ends ? length : 0);
    ends = endsNow;
    if (length > MAX_WITHOUT_END) throw new FilmListUnusable('malformed-file', info.lines);
  }
}

async function* parsed(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[], void> {
  const parser = parse({
    delimiter,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: true,
    skipRecordsWithEmptyValues: true,
    maxRecordSize: MAX_RECORD_LENGTH,
  });
  // `pipeline` handles errors of the text and of the parser while it runs; the listener handles those that come later.
  parser.on('error', () => undefined);
  pipeline(inRecords(text, parser), parser).catch(() => undefined);
  try {
    for await (const record of parser) yield record as string[];
  } catch (error) {
    throw error instanceof CsvError ? new FilmListUnusable('malformed-file', parser.info.lines) : error;
  } finally {
    parser.destroy();
  }
}
