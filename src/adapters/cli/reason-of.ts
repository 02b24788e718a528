import { StorageUnavailable } from '../../application/shared/ports/storage.ts';
import { UsernameTaken } from '../../domain/accounts/user.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';

/**
 * Why a command failed, for its operator. `redacted` takes credentials out of messages that are not our own: a connection
 * string may stand in them.
 */
export function reasonOf(error: unknown, redacted: (message: string) => string): string {
  if (error instanceof ValidationFailed)
    return error.faults
      .map(({ field, code, limit }) => `${field}: ${code}${limit === undefined ? '' : ` (${limit})`}`)
      .join('\n');
  if (error instanceof UsernameTaken) return 'username: too similar to the name of another account';
  if (error instanceof StorageUnavailable) {
    const { cause } = error;
    return `The database is unavailable${cause instanceof Error ? `: ${redacted(cause.message)}` : ''}. Check DATABASE_URL.`;
  }
  return redacted(error instanceof Error ? error.message : String(error));
}
