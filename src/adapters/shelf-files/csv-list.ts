import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { ListFormat, ListRow } from '../../domain/film-import.ts';
import { FilmListUnusable } from '../../domain/film-import.ts';
import { columnsOf, rowOf } from './list-columns.ts';

const DELIMITERS = [',', ';', '\t'] as const;

/** A record that is longer was most likely begun by a quotation mark that never ends. */
const MAX_RECORD_LENGTH = 65_536;

/** Some lists begin with a few lines about themselves. */
const MOST_LINES_BEFORE_HEADERS = 10;

/**
 * A table in CSV with headers. Commas, semicolons or tabs, whichever the head has most of; `sep=;` says it, too.
 * @throws FilmListUnusable
 */
export async function readCsvList(
  text: AsyncIterable<string>,
): Promise<{ format: ListFormat; rows: AsyncIterable<ListRow> }> {
  const parts = text[Symbol.asyncIterator]();
  const head = await headOf(parts);
  const declared = /^sep=([,;\t])\r?\n/.exec(head);
  const records = parsed(
    startingWith(declared ? head.slice(declared[0].length) : head, parts),
    declared?.[1] ?? likeliestDelimiter(head),
  );
  for (let lines = 0; lines < MOST_LINES_BEFORE_HEADERS; lines += 1) {
    const { value: cells, done } = await records.next();
    if (done) throw new FilmListUnusable(lines === 0 ? 'no-rows' : 'unknown-columns');
    const columns = columnsOf(cells);
    if (columns === undefined) continue;
    const rows = (async function* () {
      for await (const record of records) yield rowOf(columns, record);
    })();
    return { format: columns.format, rows };
  }
  throw new FilmListUnusable('unknown-columns');
}

/** Enough to see the headers. */
async function headOf(parts: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (head.split('\n').length <= MOST_LINES_BEFORE_HEADERS && head.length < MAX_RECORD_LENGTH) {
    const part = await parts.next();
    if (part.done) break;
    head += part.value;
  }
  return head;
}

async function* startingWith(head: string, parts: AsyncIterator<string>): AsyncIterable<string> {
  yield head;
  for (let part = await parts.next(); !part.done; part = await parts.next()) yield part.value;
}

/** By the line that has most of one: titles hold commas, headers hardly ever. */
function likeliestDelimiter(head: string): string {
  const lines = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, MOST_LINES_BEFORE_HEADERS);
  const headers =
    lines.find((line) => DELIMITERS.some((delimiter) => columnsOf(line.split(delimiter)))) ?? lines[0] ?? '';
  const count = (delimiter: string) => headers.split(delimiter).length;
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
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
  const source = Readable.from(text);
  source.once('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record as string[];
  } catch (error) {
    throw error instanceof CsvError ? new FilmListUnusable('malformed-file', parser.info.lines) : error;
  } finally {
    source.destroy();
  }
}
