import type { ImportRepository, NewImport } from '../../src/application/imports/ports/import-repository.ts';
import type { ImportReport, ListedFilm, ListRow, RowDecision } from '../../src/domain/imports/film-import.ts';
import { uuid } from './user.ts';

/** The time at which {@link aNewImport} is started. */
export const importedAt = new Date('2026-11-20T12:00:00.123Z');

/** Alice's import of a file of IMDb. */
export function aNewImport(differences: Partial<NewImport> = {}): NewImport {
  return {
    id: uuid(5001),
    userId: uuid(1),
    source: { kind: 'file', format: 'imdb' },
    scope: null,
    personalTokenId: null,
    site: null,
    isDryRun: false,
    createdAt: importedAt,
    ...differences,
  };
}

/** {@link aNewImport} right after it was opened. */
export function anImportReport(differences: Partial<ImportReport> = {}): ImportReport {
  const { site: _site, ...opened } = aNewImport();
  return {
    ...opened,
    status: 'reading',
    failure: null,
    nextVotesPage: null,
    columns: null,
    expectedRows: null,
    continuesAt: null,
    finishedAt: null,
    outcomes: { pending: 0, waiting: 0, matched: 0, ambiguous: 0, not_found: 0, restricted: 0, invalid: 0 },
    effects: { added: 0, changed: 0, unchanged: 0 },
    ...differences,
  };
}

/** The Matrix as a film of a list. */
export function aListedFilm(differences: Partial<ListedFilm> = {}): ListedFilm {
  return {
    kinopoiskId: null,
    imdbId: 'tt0133093',
    titles: ['Матрица', 'The Matrix'],
    year: 1999,
    isSeries: false,
    note: null,
    userRating: 9,
    watchedAt: '2026-01-02',
    addedAt: new Date('2026-01-03T04:05:06.789Z'),
    ...differences,
  };
}

/** `count` rows, each with a different title. */
export function listRows(count: number): ListRow[] {
  return Array.from({ length: count }, (_, at) => ({ film: aListedFilm({ titles: [`Фильм ${at + 1}`] }) }));
}

/** Opens an import of a file with these rows and starts it. */
export async function startImport(imports: ImportRepository, job: NewImport, rows: readonly ListRow[]): Promise<void> {
  await imports.open(job);
  await imports.append(job.userId, job.id, rows, job.createdAt);
  const { source } = job;
  const format = source.kind === 'file' ? source.format : 'table';
  await imports.start(job.userId, job.id, { format, columns: [] });
}

export function matchedAs(row: number, kinopoiskId: number): RowDecision {
  return { row, match: { outcome: 'matched', by: 'imdb_id', kinopoiskId, confidence: 0.99 } };
}

/** A film of a list that has only the given data. */
export function listed(differences: Partial<ListedFilm>): ListedFilm {
  return {
    kinopoiskId: null,
    imdbId: null,
    titles: [],
    year: null,
    isSeries: null,
    userRating: null,
    note: null,
    watchedAt: null,
    addedAt: null,
    ...differences,
  };
}
