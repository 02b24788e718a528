import { StorageUnavailable } from '../../application/shared/ports/storage.ts';
import { UsernameTaken } from '../../domain/accounts/user.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';

/** Why a command came to nothing, as its operator wants to read it. */
export function reasonOf(error: unknown): string {
  if (error instanceof ValidationFailed)
    return error.faults
      .map(({ field, code, limit }) => `${field}: ${code}${limit === undefined ? '' : ` (${limit})`}`)
      .join('\n');
  if (error instanceof UsernameTaken) return 'username: looks like the name of another account';
  if (error instanceof StorageUnavailable) {
    const { cause } = error;
    return `The database does not answer${cause instanceof Error ? `: ${cause.message}` : ''}. DATABASE_URL says where it is.`;
  }
  return error instanceof Error ? error.message : String(error);
}
