import type { AccessClaims, AccessTokens } from '../../src/application/ports/access-tokens.ts';
import type { Clock } from '../../src/application/ports/clock.ts';
import { InvalidToken } from '../../src/domain/session.ts';

const TTL_SECONDS = 900;

type Contents = {
  readonly claims: AccessClaims;
  readonly number: number;
  readonly expiresAtMs: number;
  readonly secret: string;
};

/** Tokens of 15 minutes that anybody can read and forge, for tests only: JSON in base64url, numbered. */
export class PlainAccessTokens implements AccessTokens {
  private made = 0;

  constructor(
    private readonly clock: Clock,
    private readonly secret = 'no secret',
  ) {}

  async issue(claims: AccessClaims): Promise<{ token: string; expiresInSeconds: number }> {
    this.made += 1;
    const expiresAtMs = this.clock.now().getTime() + TTL_SECONDS * 1000;
    const contents: Contents = { claims, number: this.made, expiresAtMs, secret: this.secret };
    return { token: Buffer.from(JSON.stringify(contents)).toString('base64url'), expiresInSeconds: TTL_SECONDS };
  }

  async verify(token: string): Promise<AccessClaims> {
    const { claims, expiresAtMs, secret } = read(token);
    if (secret !== this.secret || expiresAtMs <= this.clock.now().getTime()) throw new InvalidToken();
    return claims;
  }
}

function read(token: string): Contents {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Contents;
  } catch {
    throw new InvalidToken();
  }
}
