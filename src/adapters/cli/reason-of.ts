import { StorageUnavailable } from '../../application/shared/ports/storage.ts';
import { UsernameTaken } from '../../domain/accounts/user.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';
import { lookup } from '../../domain/shared/lookup.ts';

/**
 * Why a command failed, for its operator. `redacted`: removes credentials from messages that are not our own, because
 * they may quote a connection string.
 */
export function reasonOf(error: unknown, redacted: (message: string) => string): string {
  if (error instanceof ValidationFailed)
    return error.faults
      .map(({ field, code, limit }) => `${field}: ${code}${limit === undefined ? '' : ` (${limit})`}`)
      .join('; ');
  if (error instanceof UsernameTaken) return 'username: too similar to the name of another account';
  if (error instanceof StorageUnavailable) return redacted(reasonOfOutage(error.cause));
  return redacted(error instanceof Error ? error.message : String(error));
}

const WRONG_CREDENTIALS = (reason: string) =>
  `PostgreSQL refuses the log-in: ${reason}. Check the user and the password in DATABASE_URL.`;

/** Failures that an operator can correct, by SQLSTATE. Any other failure is an outage. */
const REFUSALS: Readonly<Record<string, (reason: string) => string>> = {
  '28P01': WRONG_CREDENTIALS,
  '28000': WRONG_CREDENTIALS,
  '3D000': (reason) => `PostgreSQL has no such database: ${reason}. Create it, or check DATABASE_URL.`,
  // PgBouncer refuses settings of a session.
  '08P01': (reason) =>
    `The server refuses the connection: ${reason}. If DATABASE_URL leads to a pooler, set DATABASE_DIRECT_URL as well.`,
};

function reasonOfOutage(cause: unknown): string {
  if (!(cause instanceof Error)) return 'The database is unavailable. Check DATABASE_URL.';
  const explain = 'code' in cause && typeof cause.code === 'string' ? lookup(REFUSALS, cause.code) : undefined;
  return explain?.(cause.message) ?? `The database is unavailable: ${cause.message}. Check DATABASE_URL.`;
}
