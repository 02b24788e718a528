import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Permission } from '../../../domain/access/permission.ts';
import type { LoginEvent } from '../../../domain/sessions/login-event.ts';
import { DEFAULT_CLIENT_ID } from '../../../domain/sessions/session.ts';
import { ownerId } from '../accounts/accounts-tables.ts';
import { utc } from '../engine/utc-column.ts';

/** Number of a transaction. No number is used twice (PostgreSQL, "Transactions and Identifiers"). */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const sessions = pgTable(
  'sessions',
  {
    userId: ownerId(),
    id: uuid().notNull(),
    counter: bigint({ mode: 'number' }).notNull().default(0),
    clientId: text('client_id').notNull().default(DEFAULT_CLIENT_ID),
    scope: text().array().$type<Permission[]>(),
    address: text().notNull(),
    userAgent: text('user_agent'),
    createdAt: utc('created_at').notNull(),
    lastUsedAt: utc('last_used_at').notNull(),
    idleExpiresAt: utc('idle_expires_at').notNull(),
    expiresAt: utc('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    index('sessions_idle_idx').on(table.idleExpiresAt),
    check('sessions_counter_range', sql`${table.counter} between 0 and 4294967295`),
  ],
);

/** `hash`: the SHA-256 of the token, in base64url. Apart from it, only the last characters of the token are stored. */
export const personalTokens = pgTable(
  'personal_tokens',
  {
    userId: ownerId(),
    id: uuid().notNull(),
    name: text().notNull(),
    permissions: text().array().$type<Permission[]>().notNull(),
    hash: text().notNull(),
    hint: text().notNull(),
    createdAt: utc('created_at').notNull(),
    expiresAt: utc('expires_at').notNull(),
    lastUsedAt: utc('last_used_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    // Not unique, because unique indexes begin with the user. Equal hashes do not occur in practice.
    index('personal_tokens_hash_idx').on(table.hash),
    index('personal_tokens_expiry_idx').on(table.expiresAt),
  ],
);

export const loginEvents = pgTable(
  'login_events',
  {
    userId: ownerId(),
    id: uuid().notNull(),
    at: utc('at').notNull(),
    outcome: text().$type<LoginEvent['outcome']>().notNull(),
    address: text().notNull(),
    addressBlock: text('address_block').notNull(),
    userAgent: text('user_agent'),
    sessionId: uuid('session_id'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.id] }),
    index('login_events_history_idx').on(table.userId, table.at.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('login_events_at_idx').on(table.at),
    index('login_events_familiar_idx')
      .on(table.userId, table.addressBlock)
      .where(sql`${table.outcome} in ('success', 'registered')`),
  ],
);

/**
 * Every instance reads these rows. They are stored a little longer than an access token is valid, even if the user is
 * deleted. `transactionId` is the transaction that wrote the row: the order in which rows become visible follows it,
 * and not `id`.
 */
export const revocations = pgTable(
  'revocations',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: utc('at').notNull().defaultNow(),
    transactionId: xid8('transaction_id')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    userId: uuid('user_id').notNull(),
    sessionId: uuid('session_id'),
    beforeSessionId: uuid('before_session_id'),
    minVersion: integer('min_version'),
    exceptSessionId: uuid('except_session_id'),
    roles: text().array(),
    isSuperuser: boolean('is_superuser'),
    personalTokens: boolean('personal_tokens'),
  },
  (table) => [
    index('revocations_at_idx').on(table.at),
    index('revocations_transaction_idx').on(table.transactionId),
    index('revocations_user_idx').on(table.userId, table.sessionId),
    check(
      'revocations_of_one_kind',
      sql`num_nonnulls(${table.sessionId}, ${table.beforeSessionId}, ${table.minVersion}, ${table.roles}, ${table.personalTokens}) = 1
        and (${table.roles} is null) = (${table.isSuperuser} is null)`,
    ),
  ],
);
