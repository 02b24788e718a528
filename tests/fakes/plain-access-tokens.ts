import type {
  AccessClaims,
  AccessGrant,
  AccessTokens,
  PublicKey,
} from '../../src/application/sessions/ports/access-tokens.ts';
import type { Clock } from '../../src/application/shared/ports/clock.ts';
import { InvalidToken } from '../../src/domain/sessions/session.ts';

const TTL_SECONDS = 900;

type Contents = {
  readonly grant: AccessGrant;
  readonly number: number;
  readonly expiresAtMs: number;
  readonly secret: string;
};

/** Tokens of 15 minutes that anybody can read and forge, for tests only: JSON in base64url, numbered. */
export class PlainAccessTokens implements AccessTokens {
  readonly issuer = 'kinopolka';
  readonly audience = 'kinopolka';
  private made = 0;

  constructor(
    private readonly clock: Clock,
    private readonly secret = 'no secret',
  ) {}

  async issue(grant: AccessGrant): Promise<{ token: string; expiresInSeconds: number }> {
    this.made += 1;
    const expiresAtMs = this.clock.now().getTime() + TTL_SECONDS * 1000;
    const contents: Contents = { grant, number: this.made, expiresAtMs, secret: this.secret };
    return { token: Buffer.from(JSON.stringify(contents)).toString('base64url'), expiresInSeconds: TTL_SECONDS };
  }

  publicKeys(): readonly PublicKey[] {
    return [];
  }

  async verify(token: string): Promise<AccessClaims> {
    const claims = await this.verifyExpired(token);
    if (claims.expiresAt <= this.clock.now()) throw new InvalidToken();
    return claims;
  }

  async verifyExpired(token: string): Promise<AccessClaims> {
    const { grant, number, expiresAtMs, secret } = read(token);
    if (secret !== this.secret) throw new InvalidToken();
    const issuedAt = new Date(expiresAtMs - TTL_SECONDS * 1000);
    return { ...grant, tokenId: String(number), issuedAt, expiresAt: new Date(expiresAtMs) };
  }
}

function read(token: string): Contents {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Contents;
  } catch {
    throw new InvalidToken();
  }
}
