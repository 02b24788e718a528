import { TextFilmListFiles } from '../../../src/adapters/files/text-film-list-files.ts';
import type { ListFile } from '../../../src/application/imports/ports/film-list-files.ts';
import type { ListRow } from '../../../src/domain/imports/film-import.ts';
import { PreparedFilmListFiles } from '../../fakes/prepared-film-list-files.ts';
import { filmListFilesContract } from './film-list-files.contract.ts';

const csv = (pieces: Iterable<string>): ListFile => ({ type: 'csv', bytes: bytesOf(pieces) });

async function* bytesOf(pieces: Iterable<string>): AsyncIterable<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

function* tableOf(rows: Iterable<ListRow>): Iterable<string> {
  yield 'title,year\n';
  for (const row of rows) {
    if ('film' in row) yield `${row.film.titles[0]},${row.film.year}\n`;
    else yield `${row.text.replaceAll(' ', ',')}\n`;
  }
}

filmListFilesContract('prepared, for tests', {
  format: 'imdb',
  fileOf: (rows) => ({ files: new PreparedFilmListFiles(() => rows), file: csv([]) }),
  written: (text) => ({ files: new PreparedFilmListFiles(), file: csv(text) }),
});

filmListFilesContract('text', {
  format: 'table',
  fileOf: (rows) => ({ files: new TextFilmListFiles(), file: csv(tableOf(rows)) }),
  written: (text) => ({ files: new TextFilmListFiles(), file: csv(text) }),
});
