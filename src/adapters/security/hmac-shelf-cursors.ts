import type { KeyObject } from 'node:crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ShelfCursors } from '../../application/shelf/ports/shelf-cursors.ts';
import { InvalidShelfCursor } from '../../application/shelf/ports/shelf-cursors.ts';
import type { UserId } from '../../domain/accounts/user.ts';
import type { ShelfPosition } from '../../domain/shelf/shelf-history.ts';
import type { SigningKeys } from './signing-keys.ts';
import { allKeys } from './signing-keys.ts';

const VERSION = 1;
const VERSION_AT = 1;
const STARTED_AT = 9;
const MAC_AT = 17;
const MAC_BYTES = 16;
const CURSOR_LENGTH = ((MAC_AT + MAC_BYTES) / 3) * 4;

/**
 * In base64url: the format version (1 byte), the shelf's version and the version at which the reader started (8 each,
 * big endian), and 16 bytes of the HMAC-SHA256 (RFC 2104) of all these bytes and the user's id. A cursor has exactly
 * one valid encoding.
 */
export class HmacShelfCursors implements ShelfCursors {
  private readonly currentKey: KeyObject;
  private readonly keys: readonly KeyObject[];

  constructor(keys: SigningKeys) {
    this.currentKey = keys.current.shelfCursorMac;
    this.keys = allKeys(keys).map(({ shelfCursorMac }) => shelfCursorMac);
  }

  seal(userId: UserId, { version, startedAt }: ShelfPosition): string {
    const position = Buffer.alloc(MAC_AT);
    position.writeUInt8(VERSION);
    position.writeBigUInt64BE(BigInt(version), VERSION_AT);
    position.writeBigUInt64BE(BigInt(startedAt), STARTED_AT);
    return Buffer.concat([position, mac(this.currentKey, userId, position)]).toString('base64url');
  }

  open(userId: UserId, cursor: string): ShelfPosition {
    if (cursor.length !== CURSOR_LENGTH) throw new InvalidShelfCursor();
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.toString('base64url') !== cursor || bytes[0] !== VERSION) throw new InvalidShelfCursor();

    const position = bytes.subarray(0, MAC_AT);
    const shown = bytes.subarray(MAC_AT);
    if (!this.keys.some((key) => timingSafeEqual(mac(key, userId, position), shown))) throw new InvalidShelfCursor();
    return {
      version: Number(position.readBigUInt64BE(VERSION_AT)),
      startedAt: Number(position.readBigUInt64BE(STARTED_AT)),
    };
  }
}

function mac(key: KeyObject, userId: UserId, position: Buffer): Buffer {
  return createHmac('sha256', key).update(position).update(userId).digest().subarray(0, MAC_BYTES);
}
