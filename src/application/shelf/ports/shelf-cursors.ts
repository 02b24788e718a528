import { ValidationFailed } from '../../../domain/shared/errors.ts';
import type { ShelfPosition } from '../../../domain/shelf/shelf-history.ts';
import type { UserId } from '../../../domain/accounts/user.ts';

/** Positions on a shelf as clients hold them: text that says nothing, that only we can make, and that outlives restarts. */
export interface ShelfCursors {
  seal(userId: UserId, position: ShelfPosition): string;

  /** @throws InvalidShelfCursor when it is none that was made for this user */
  open(userId: UserId, cursor: string): ShelfPosition;
}

export class InvalidShelfCursor extends ValidationFailed {
  constructor() {
    super([{ field: 'since', code: 'invalid-value' }]);
  }
}
