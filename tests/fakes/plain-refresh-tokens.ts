import { createHash } from 'node:crypto';
import type { RefreshClaims, RefreshTokens } from '../../src/application/sessions/ports/refresh-tokens.ts';
import { InvalidToken } from '../../src/domain/sessions/session.ts';

/**
 * Tokens that anybody can read, for tests only: `Plain.<user id>.<session id>.<counter>.<SHA-256 of these parts and the
 * secret>`.
 */
export class PlainRefreshTokens implements RefreshTokens {
  constructor(private readonly secret = 'no secret') {}

  issue({ userId, sessionId, counter }: RefreshClaims): string {
    const claims = `Plain.${userId}.${sessionId}.${counter}`;
    const sum = createHash('sha256').update(`${this.secret}.${claims}`).digest('hex');
    return `${claims}.${sum}`;
  }

  verify(token: string): RefreshClaims {
    const [, userId = '', sessionId = '', counter] = token.split('.');
    const claims = { userId, sessionId, counter: Number(counter) };
    if (this.issue(claims) !== token) throw new InvalidToken();
    return claims;
  }
}
