import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HmacShelfCursors } from '../../../src/adapters/security/hmac-shelf-cursors.ts';
import { deriveSigningKeys } from '../../../src/adapters/security/signing-keys.ts';
import { InvalidShelfCursor } from '../../../src/application/shelf/ports/shelf-cursors.ts';
import { uuid } from '../../builders/user.ts';
import { anyCharacter } from '../../support/any-character.ts';

const secret = 'a secret of at least 32 bytes, for tests';
const cursors = new HmacShelfCursors(deriveSigningKeys(secret));
const position = { version: 258, startedAt: 7 };
const cursor = cursors.seal(uuid(1), position);

describe('HmacShelfCursors', () => {
  it.each([0, 1, 255, 2 ** 32, Number.MAX_SAFE_INTEGER])('returns the sealed position, version %i', (version) => {
    const sealed = { version, startedAt: version };
    expect(cursors.open(uuid(1), cursors.seal(uuid(1), sealed))).toEqual(sealed);
  });

  it('opens cursors from before a restart, and from before the secret was changed', () => {
    expect(new HmacShelfCursors(deriveSigningKeys(secret)).open(uuid(1), cursor)).toEqual(position);
    const after = new HmacShelfCursors(deriveSigningKeys('the secret that came after, for tests', secret));
    expect(after.open(uuid(1), cursor)).toEqual(position);
    expect(() => cursors.open(uuid(1), after.seal(uuid(1), position))).toThrow(InvalidShelfCursor);
  });

  it("refuses somebody else's cursor", () => {
    expect(() => cursors.open(uuid(2), cursor)).toThrow(InvalidShelfCursor);
  });

  it('refuses a cursor with a changed, missing or additional character', () => {
    const altered = Array.from(
      cursor,
      (letter, at) => cursor.slice(0, at) + (letter === 'A' ? 'B' : 'A') + cursor.slice(at + 1),
    );
    const cut = Array.from(cursor, (_, length) => cursor.slice(0, length));
    for (const text of [...altered, ...cut, `${cursor}=`, ` ${cursor}`, cursor + cursor]) {
      expect(() => cursors.open(uuid(1), text), text).toThrow(InvalidShelfCursor);
    }
  });

  it('throws only this error, whatever the cursor', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 44, maxLength: 44 }), (text) => {
        expect(() => cursors.open(uuid(1), text)).toThrow(InvalidShelfCursor);
      }),
    );
  });
});
