import type { UserId } from '../../../domain/accounts/user.ts';
import { ValidationFailed } from '../../../domain/shared/errors.ts';
import type { ShelfPosition } from '../../../domain/shelf/shelf-history.ts';

/**
 * Encodes positions in the changes of a shelf for clients. Clients cannot read or forge a cursor, and it stays valid
 * after a restart.
 */
export interface ShelfCursors {
  seal(userId: UserId, position: ShelfPosition): string;

  /** @throws InvalidShelfCursor when the cursor was not issued to this user */
  open(userId: UserId, cursor: string): ShelfPosition;
}

export class InvalidShelfCursor extends ValidationFailed {
  constructor() {
    super([{ field: 'since', code: 'invalid-value' }]);
  }
}
