import { describe, expect, it } from 'vitest';
import { refuseExpired, ShelfCursorExpired } from '../../../src/domain/shelf/shelf-history.ts';

describe('a position on a shelf', () => {
  it.each([
    ['where it has forgotten nothing', { version: 3, startedAt: 0 }, { version: 9, forgottenVersion: 0 }],
    ['exactly where its memory begins', { version: 5, startedAt: 0 }, { version: 9, forgottenVersion: 5 }],
    ['at its end', { version: 9, startedAt: 0 }, { version: 9, forgottenVersion: 9 }],
    ['that was never used', { version: 0, startedAt: 0 }, { version: 0, forgottenVersion: 0 }],
    ['begun after all that was forgotten', { version: 2, startedAt: 7 }, { version: 9, forgottenVersion: 7 }],
  ])('is valid on a shelf, %s', (_, position, shelf) => {
    expect(() => refuseExpired(position, shelf)).not.toThrow();
  });

  it.each([
    ['before the memory of the shelf begins', { version: 4, startedAt: 0 }, { version: 9, forgottenVersion: 5 }],
    ['begun before something was forgotten', { version: 2, startedAt: 4 }, { version: 9, forgottenVersion: 5 }],
    ['that the shelf never reached', { version: 10, startedAt: 0 }, { version: 9, forgottenVersion: 0 }],
    ['begun when the shelf was further', { version: 1, startedAt: 10 }, { version: 9, forgottenVersion: 0 }],
  ])('is refused: %s', (_, position, shelf) => {
    expect(() => refuseExpired(position, shelf)).toThrow(new ShelfCursorExpired());
  });
});
