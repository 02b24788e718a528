import { createPublicKey, randomUUID, sign } from 'node:crypto';
import { jwtVerify } from 'jose';
import { HmacRefreshTokens } from '../../src/adapters/security/hmac-refresh-tokens.ts';
import { deriveSigningKeys } from '../../src/adapters/security/signing-keys.ts';

/** Maximum number of cached tokens, as in the service. */
const MAX_TOKENS = 10_000;
const ACCESS_SECONDS = 900;

/** The permissions of the role `user`. */
const SCOPE = 'account:own catalogue:read favorites:own movies:read';

const CLAIMS = { issuer: 'kinopolka', audience: 'kinopolka' };

type Grant = {
  readonly id: string;
  readonly session: string;
  readonly counter: number;
  readonly token_version: number;
  readonly roles: readonly string[];
  readonly idleExpiresAt: Date;
};

/** Verifies each access token once and caches its user. Issues access and refresh tokens. */
export class TokenBox {
  private readonly verified = new Map<string, { readonly userId: string; readonly expiresAtMs: number }>();
  private readonly key;
  private readonly verifyingKey;
  private readonly header: string;
  private readonly refreshTokens: HmacRefreshTokens;

  constructor(secret: string) {
    const keys = deriveSigningKeys(secret);
    const { alg, kid, privateKey } = keys.current.accessToken.ES256;
    this.key = privateKey;
    this.verifyingKey = createPublicKey(keys.current.accessToken.EdDSA.privateKey);
    this.header = encoded({ alg, typ: 'at+jwt', kid });
    this.refreshTokens = new HmacRefreshTokens(keys);
  }

  /** @returns the id of the token's user */
  whoseIs(token: string): string | Promise<string> {
    const known = this.verified.get(token);
    return known !== undefined && known.expiresAtMs > Date.now() ? known.userId : this.verify(token);
  }

  readRefresh(token: string) {
    return this.refreshTokens.verify(token);
  }

  /** New tokens, as the body of the answer to a log-in or a renewal. */
  pair({ id, session, counter, token_version: ver, roles, idleExpiresAt }: Grant): string {
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: CLAIMS.issuer, aud: CLAIMS.audience, sub: id, jti: randomUUID(), iat, exp: iat + ACCESS_SECONDS },
      ...{ sid: session, roles: ['user', ...roles], ver, client_id: 'kinopolka', scope: SCOPE },
    };
    const signed = `${this.header}.${encoded(claims)}`;
    return JSON.stringify({
      access_token: `${signed}.${this.signatureOf(signed)}`,
      refresh_token: this.refreshTokens.issue({ userId: id, sessionId: session, counter }),
      token_type: 'Bearer',
      expires_in: ACCESS_SECONDS,
      refresh_expires_in: Math.round((idleExpiresAt.getTime() - Date.now()) / 1000),
    });
  }

  /** ES256 in a JWT: two numbers of 32 bytes each, and not DER (RFC 7518 section 3.4). */
  private signatureOf(text: string): string {
    return sign('sha256', Buffer.from(text), { key: this.key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }

  private async verify(token: string): Promise<string> {
    const { payload } = await jwtVerify(token, this.verifyingKey, { ...CLAIMS, typ: 'at+jwt' });
    const { sub = '', exp = 0 } = payload;
    if (this.verified.size >= MAX_TOKENS) this.verified.clear();
    this.verified.set(token, { userId: sub, expiresAtMs: exp * 1000 });
    return sub;
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
