import type { KeyObject } from 'node:crypto';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { JoseAccessTokens } from '../../../src/adapters/security/jose-access-tokens.ts';
import type { SigningAlgorithm } from '../../../src/adapters/security/signing-keys.ts';
import { deriveSigningKeys } from '../../../src/adapters/security/signing-keys.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';

export const secret = 'a secret of at least 32 bytes, for tests';
export const settings = { issuer: 'https://kinopolka.example', audience: 'kinopolka', ttlSeconds: 600 };
export const keys = deriveSigningKeys(secret);
const clock = new FixedClock();
export const now = clock.now().getTime() / 1000;

export const claims = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  roles: ['user'],
  isSuperuser: false,
  version: 3,
  clientId: 'kinopolka',
  scope: ['movies:read' as const],
  isNarrowed: false,
};

/** The payload of the first token that {@link openTokens} issues for the claims. */
export const payload = {
  sid: claims.sessionId,
  roles: claims.roles,
  ver: claims.version,
  client_id: claims.clientId,
  scope: 'movies:read',
  iss: settings.issuer,
  aud: settings.audience,
  sub: claims.userId,
  jti: '00000000-0000-7000-8000-000000000001',
  iat: now,
  exp: now + settings.ttlSeconds,
};

/** The claims that are read from a token with this payload. */
export const read = {
  ...claims,
  tokenId: payload.jti,
  issuedAt: new Date(payload.iat * 1000),
  expiresAt: new Date(payload.exp * 1000),
};

type Sign = (input: string) => Buffer;

export const unsigned: Sign = () => Buffer.alloc(0);
export const macWith =
  (key: string | Buffer | KeyObject): Sign =>
  (input) =>
    createHmac('sha256', key).update(input).digest();

/**
 * Functions to make tokens of one algorithm. `header`: the header of the first token that {@link openTokens} issues.
 */
export function forgery(alg: SigningAlgorithm) {
  const key = keys.current.accessToken[alg];
  const attacker =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) : generateKeyPairSync('ed25519');
  const header = { alg, typ: 'at+jwt', kid: key.kid };
  const signedByUs = signWith(alg, key.privateKey);
  return {
    key,
    header,
    signedByUs,
    attackerJwk: attacker.publicKey.export({ format: 'jwk' }),
    signedByAttacker: signWith(alg, attacker.privateKey),
    /** A token with exactly these parts, by default with our signature. Strings are used as JSON text. */
    forge: (head: object | string, body: object | string, signature: Sign = signedByUs): string => {
      const input = [head, body]
        .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
        .map((text) => Buffer.from(text).toString('base64url'))
        .join('.');
      return `${input}.${signature(input).toString('base64url')}`;
    },
    openTokens: (changed: Partial<typeof settings> = {}, signingKeys = keys): JoseAccessTokens =>
      new JoseAccessTokens(signingKeys, clock, new NumberedIds(), { algorithm: alg, ...settings, ...changed }),
  };
}

/** Signatures of ES256 are two numbers of 32 bytes, not DER (RFC 7518 section 3.4). */
function signWith(alg: SigningAlgorithm, key: KeyObject): Sign {
  if (alg === 'EdDSA') return (input) => sign(null, Buffer.from(input), key);
  return (input) => sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
}
