import type { Actor } from '../../domain/access/actor.ts';
import { authorizeUser } from '../../domain/access/actor.ts';
import type { ImportReport, ListRow } from '../../domain/imports/film-import.ts';
import {
  FilmListUnusable,
  ImportNotFound,
  ImportSourceMissing,
  MAX_IMPORT_ROWS,
} from '../../domain/imports/film-import.ts';
import type { ListSurvey } from '../../domain/imports/list-columns.ts';
import { checkedRow } from '../../domain/imports/list-row.ts';
import type { RatingScale } from '../../domain/imports/rating-scale.ts';
import { addressSite } from '../../domain/sessions/client-address.ts';
import type { Client } from '../../domain/sessions/session.ts';
import { declareOperation } from '../shared/operation.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import type { StoredData } from '../shared/stored-data.ts';
import type { FilmListFiles, ListFile } from './ports/film-list-files.ts';
import type { ImportRepository, NewImport } from './ports/import-repository.ts';
import type { VoteSource } from './ports/vote-source.ts';

/** Rows written together, so that memory does not grow with the file. */
const ROWS_AT_ONCE = 500;

/** Bytes that a row takes in the database besides its text: it, its indexes, and its film on the shelf. */
const ROW_BYTES = 1_000;

/** A note is stored twice, with the row and with the film on the shelf. */
const COPIES_OF_TEXT = 2;

/**
 * `kinopoiskUserId`: the profile whose public votes to import; `file`: a list of films; `ratingScale`: its scale of
 * ratings, if the sender states it. A dry run reports the changes without making them. `client`: who sends it over HTTP.
 */
export type ImportRequest = { readonly isDryRun: boolean; readonly client?: Client } & (
  | { readonly kinopoiskUserId: number }
  | { readonly file: ListFile; readonly ratingScale?: RatingScale }
);

/**
 * Starts an import to the caller's shelf. It has no more rights than the caller's token. If that is a personal token,
 * the import is cancelled when the token is revoked. A file is read completely before the answer; its rows are matched
 * afterwards.
 * @throws PermissionDenied, Unauthenticated, ImportRunning, ImportSourceMissing, FilmListUnusable, ListTooLarge,
 * TooManyRequests
 */
export class StartImport {
  static readonly operation = declareOperation('startImport', 'favorites:own');

  constructor(
    private readonly imports: ImportRepository,
    private readonly files: FilmListFiles,
    private readonly votes: VoteSource | undefined,
    private readonly stored: StoredData,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async execute(actor: Actor, request: ImportRequest): Promise<ImportReport> {
    authorizeUser(actor, StartImport.operation.permission);
    const { isDryRun, client } = request;
    const { userId, scope = null, credential } = actor;
    const personalTokenId = credential.kind === 'personal-token' ? credential.tokenId : null;
    const job = {
      id: this.ids.next(),
      userId,
      scope,
      personalTokenId,
      isDryRun,
      createdAt: this.clock.now(),
      site: client ? addressSite(client.address) : null,
    };
    if ('file' in request) {
      // Opened before the file is read, so that a refused import reads nothing. The format is only known while the file
      // is read.
      await this.imports.open({ ...job, source: { kind: 'file', format: 'table' } });
      await this.readWhole(job, request);
    } else {
      if (this.votes === undefined) throw new ImportSourceMissing();
      const { kinopoiskUserId } = request;
      await this.imports.open({ ...job, source: { kind: 'kinopoisk', kinopoiskUserId } });
    }
    const report = await this.imports.find(job.userId, job.id);
    if (report === undefined) throw new ImportNotFound();
    return report;
  }

  /** A file that is not a list of films leaves no import behind. */
  private async readWhole(
    { userId, id, site }: Pick<NewImport, 'userId' | 'id' | 'site'>,
    { file, ratingScale }: { file: ListFile; ratingScale?: RatingScale },
  ): Promise<void> {
    let bytes = 0;
    try {
      const { format, survey, rows } = await this.files.read(file);
      let count = 0;
      for await (const batch of inBatches(this.checked(rows, survey))) {
        if (count + batch.length > MAX_IMPORT_ROWS) throw new FilmListUnusable('too-many-rows', MAX_IMPORT_ROWS);
        if (site !== null) {
          const more = storedBytes(batch);
          await this.stored.add({ site, userId }, more);
          bytes += more;
        }
        const appended = await this.imports.append(userId, id, batch, this.clock.now());
        if (appended === undefined) throw new ImportNotFound();
        count = appended;
      }
      if (count === 0) throw new FilmListUnusable('no-rows');
      // Decided after the last row, because the scale of a column follows from all its ratings.
      const columns = survey.columns(ratingScale);
      // The upload timed out, or the owner has cancelled the import in the meantime.
      if (!(await this.imports.start(userId, id, { format, columns }))) throw new ImportNotFound();
    } catch (error) {
      const isDeleted = await this.imports.discard(userId, id);
      // An import that its owner has cancelled meanwhile keeps its rows.
      if (site !== null && isDeleted) this.stored.discard({ site, userId }, bytes);
      throw error;
    }
  }

  /** Checks one row at a time, so that only the beginning of an overlong row is in memory. */
  private async *checked(rows: AsyncIterable<ListRow>, survey: ListSurvey): AsyncIterable<ListRow> {
    const nameOf = survey.nameOf.bind(survey);
    for await (const row of rows) yield checkedRow(row, { now: this.clock.now(), nameOf });
  }
}

async function* inBatches(rows: AsyncIterable<ListRow>): AsyncIterable<ListRow[]> {
  let batch: ListRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function storedBytes(rows: readonly ListRow[]): number {
  return rows.length * ROW_BYTES + COPIES_OF_TEXT * new TextEncoder().encode(JSON.stringify(rows)).length;
}
