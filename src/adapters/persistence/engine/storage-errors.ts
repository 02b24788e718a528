import { setTimeout as pause } from 'node:timers/promises';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import type { DomainError } from '../../../domain/shared/errors.ts';
import { lookup } from '../../../domain/shared/lookup.ts';
import type { Database, Transaction } from './drizzle-database.ts';
import { ConnectionFault } from './postgres/connection-fault.ts';

/** Maps a violated constraint, by name, to a domain error. */
export type Violations = Readonly<Record<string, new () => DomainError>>;

/**
 * SQLSTATEs of temporary failures: connection faults (08), refused or missing databases (28, 3D), no resources (53),
 * shutdown, start and cancellation (57), lock and idle timeouts, a server that became a replica (25006), a conflict
 * that outlasted its retries (40).
 */
const NOT_NOW = /^(08...|28...|3D000|53...|57014|57P..|55P03|25P0[34]|25006|40001|40P01)$/;
const CONFLICT = /^(40001|40P01)$/;
const CONSTRAINT_VIOLATION = /^23...$/;

const MAX_CONFLICT_RETRIES = 3;
const RETRY_AFTER_SECONDS = 2;

/** Properties of an error that contain values of the statement, such as a password hash. */
const PARTS_WITH_VALUES = ['detail', 'where', 'query', 'params', 'internal_query', 'internalQuery'];

/**
 * Runs statements of a repository and translates driver errors to domain errors.
 * @throws StorageUnavailable; the error that `violations` maps the constraint to; any other error of the driver
 */
export async function translatingErrors<T>(work: () => Promise<T>, violations: Violations = {}): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(driverError(error), violations);
  }
}

/**
 * Runs one transaction, repeated at most 3 times after a serialization failure or a deadlock. @throws as
 * `translatingErrors`
 */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      const cause = driverError(error);
      if (retries === MAX_CONFLICT_RETRIES || !CONFLICT.test(codeOf(cause))) throw translate(cause, {});
    }
    await pause(Math.random() * 50 * 2 ** retries);
  }
}

/** The driver's own error: the message of drizzle's wrapper contains the statement with its values. */
export function driverError(error: unknown): unknown {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (codeOf(cause) !== '') for (const part of PARTS_WITH_VALUES) Reflect.deleteProperty(cause as Error, part);
  return cause;
}

function translate(error: unknown, violations: Violations): unknown {
  if (error instanceof ConnectionFault) return unavailable(error.cause ?? error);
  const code = codeOf(error);
  if (NOT_NOW.test(code)) return unavailable(error);
  const Violation = CONSTRAINT_VIOLATION.test(code) ? lookup(violations, constraintOf(error)) : undefined;
  return Violation === undefined ? error : new Violation();
}

function unavailable(cause: unknown): StorageUnavailable {
  return new StorageUnavailable({ cause, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** The SQLSTATE, or the code of a system error such as `ECONNREFUSED`; empty without one. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** postgres.js calls it `constraint_name`, PGlite `constraint`. */
function constraintOf(error: unknown): string {
  const { constraint_name: name, constraint } = error as { constraint_name?: string; constraint?: string };
  return name ?? constraint ?? '';
}
