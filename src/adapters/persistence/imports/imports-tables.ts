import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Permission } from '../../../domain/access/permission.ts';
import type {
  ImportFailure,
  ImportStatus,
  ListFormat,
  ListRow,
  RowOutcome,
  ShelfEffect,
} from '../../../domain/imports/film-import.ts';
import type { Candidate, MatchedBy } from '../../../domain/imports/film-matching.ts';
import type { ListColumn } from '../../../domain/imports/list-columns.ts';
import { ownerId } from '../accounts/accounts-tables.ts';
import { utc } from '../engine/utc-column.ts';

/** `format` is set for a file, `kinopoiskUserId` for a profile. */
export const imports = pgTable(
  'imports',
  {
    userId: ownerId(),
    id: uuid().notNull(),
    format: text().$type<ListFormat>(),
    kinopoiskUserId: integer('kinopoisk_user_id'),
    scope: text().array().$type<Permission[]>(),
    personalTokenId: uuid('personal_token_id'),
    isDryRun: boolean('is_dry_run').notNull(),
    status: text().$type<ImportStatus>().notNull(),
    failure: text().$type<ImportFailure>(),
    nextVotesPage: smallint('next_votes_page'),
    expectedRows: integer('expected_rows'),
    columns: jsonb().$type<readonly ListColumn[]>(),
    createdAt: utc('created_at').notNull(),
    continuesAt: utc('continues_at'),
    finishedAt: utc('finished_at'),
    /**
     * `leasedTo`: the worker that holds the lease. `leasedUntil`: the end of the lease, or the time when it was
     * released.
     */
    leasedTo: text('leased_to'),
    leasedUntil: utc('leased_until').notNull(),
    /** The address from which the import was started: its site, the key of its limits. Empty once the import has ended. */
    site: text(),
    /** When this import, or another one of its address, last had a turn; see `take`. */
    turnAt: utc('turn_at'),
    /** How often the owner chose a film for a row. */
    decisions: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    uniqueIndex('imports_running_key')
      .on(table.userId)
      .where(sql`${table.finishedAt} is null`),
    index('imports_due_idx')
      .on(table.leasedUntil)
      .where(sql`${table.finishedAt} is null`),
    index('imports_site_idx')
      .on(table.site, table.turnAt)
      .where(sql`${table.site} is not null`),
    index('imports_finished_idx').on(table.finishedAt),
    check('imports_of_one_kind', sql`num_nonnulls(${table.format}, ${table.kinopoiskUserId}) = 1`),
    check('imports_end_once', sql`(${table.finishedAt} is null) = (${table.status} in ('reading', 'running'))`),
  ],
);

export const importRows = pgTable(
  'import_rows',
  {
    userId: uuid('user_id').notNull(),
    importId: uuid('import_id').notNull(),
    row: integer().notNull(),
    /** A {@link ListRow}, its time as text. */
    said: jsonb().$type<ListRow>().notNull(),
    outcome: text().$type<RowOutcome>().notNull(),
    kinopoiskId: integer('kinopoisk_id'),
    matchedBy: text('matched_by').$type<MatchedBy>(),
    confidence: doublePrecision(),
    candidates: jsonb().$type<readonly Candidate[]>(),
    effect: text().$type<ShelfEffect>(),
    /** The day of a row that gave its film a rating; empty when the row has none. */
    ratedOn: text('rated_on'),
    /** How often the source gave no usable answer for the row. */
    attempts: smallint().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.importId, table.row] }),
    foreignKey({
      name: 'import_rows_import_fk',
      columns: [table.userId, table.importId],
      foreignColumns: [imports.userId, imports.id],
    }).onDelete('cascade'),
    index('import_rows_outcome_idx').on(table.userId, table.importId, table.outcome, table.row),
    index('import_rows_rated_idx')
      .on(table.userId, table.importId, table.kinopoiskId, table.ratedOn)
      .where(sql`${table.ratedOn} is not null`),
  ],
);
