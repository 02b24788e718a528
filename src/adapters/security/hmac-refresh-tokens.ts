import type { KeyObject } from 'node:crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RefreshClaims, RefreshTokens } from '../../application/sessions/ports/refresh-tokens.ts';
import { InvalidToken } from '../../domain/sessions/session.ts';
import { UUID } from '../../domain/shared/uuid.ts';
import type { SigningKeys } from './signing-keys.ts';
import { allKeys } from './signing-keys.ts';

/** Lets people and secret scanners recognize a leaked token. */
const PREFIX = 'kpr_';
const VERSION = 1;

const USER_ID_AT = 1;
const SESSION_ID_AT = 17;
const COUNTER_AT = 33;
const MAC_AT = 37;
const TOKEN_BYTES = MAC_AT + 32;
const TOKEN_LENGTH = PREFIX.length + (TOKEN_BYTES / 3) * 4;

/**
 * `kpr_` and, in base64url, the version (1 byte), user id (16), session id (16), counter (4, big endian) and the
 * HMAC-SHA256 (32, RFC 2104) of all these bytes. A token has exactly one valid encoding.
 */
export class HmacRefreshTokens implements RefreshTokens {
  private readonly currentKey: KeyObject;
  private readonly keys: readonly KeyObject[];

  constructor(keys: SigningKeys) {
    this.currentKey = keys.current.refreshMac;
    this.keys = allKeys(keys).map(({ refreshMac }) => refreshMac);
  }

  /** @throws RangeError for ids that are not lower-case UUIDs, or a counter outside 0…2^32-1 */
  issue({ userId, sessionId, counter }: RefreshClaims): string {
    const claims = Buffer.alloc(MAC_AT);
    claims.writeUInt8(VERSION);
    writeUuid(claims, USER_ID_AT, userId);
    writeUuid(claims, SESSION_ID_AT, sessionId);
    claims.writeUInt32BE(counter, COUNTER_AT);
    return spell(Buffer.concat([claims, mac(this.currentKey, claims)]));
  }

  verify(token: string): RefreshClaims {
    if (token.length !== TOKEN_LENGTH) throw new InvalidToken();
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    if (spell(bytes) !== token || bytes[0] !== VERSION) throw new InvalidToken();

    const claims = bytes.subarray(0, MAC_AT);
    const shown = bytes.subarray(MAC_AT);
    if (!this.keys.some((key) => timingSafeEqual(mac(key, claims), shown))) throw new InvalidToken();
    return {
      userId: readUuid(claims, USER_ID_AT),
      sessionId: readUuid(claims, SESSION_ID_AT),
      counter: claims.readUInt32BE(COUNTER_AT),
    };
  }
}

function mac(key: KeyObject, claims: Buffer): Buffer {
  return createHmac('sha256', key).update(claims).digest();
}

function spell(bytes: Buffer): string {
  return `${PREFIX}${bytes.toString('base64url')}`;
}

function writeUuid(target: Buffer, at: number, uuid: string): void {
  if (!UUID.test(uuid)) throw new RangeError('A refresh token requires lower-case UUIDs');
  target.write(uuid.replaceAll('-', ''), at, 'hex');
}

function readUuid(source: Buffer, at: number): string {
  const hex = source.toString('hex', at, at + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
