import type { KeyObject } from 'node:crypto';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { JoseAccessTokens } from '../../../src/adapters/security/jose-access-tokens.ts';
import { deriveSigningKeys } from '../../../src/adapters/security/signing-keys.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';

export const secret = 'a secret of at least 32 bytes, for tests';
export const settings = { issuer: 'https://kinopolka.example', audience: 'kinopolka', ttlSeconds: 600 };
export const keys = deriveSigningKeys(secret);
export const clock = new FixedClock();
export const now = clock.now().getTime() / 1000;

export const claims = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  roles: ['user'],
  isSuperuser: false,
  version: 3,
};

/** The two parts of the first token that {@link openTokens} issues for the claims. */
export const header = { alg: 'EdDSA', typ: 'at+jwt', kid: keys.current.accessToken.kid };
export const payload = {
  sid: claims.sessionId,
  roles: claims.roles,
  ver: claims.version,
  iss: settings.issuer,
  aud: settings.audience,
  sub: claims.userId,
  jti: '00000000-0000-7000-8000-000000000001',
  iat: now,
  exp: now + settings.ttlSeconds,
};

const attacker = generateKeyPairSync('ed25519');
export const attackerJwk = attacker.publicKey.export({ format: 'jwk' });

type Sign = (input: string) => Buffer;
const signWith =
  (key: KeyObject): Sign =>
  (input) =>
    sign(null, Buffer.from(input), key);

export const signedByUs = signWith(keys.current.accessToken.privateKey);
export const signedByAttacker = signWith(attacker.privateKey);
export const unsigned: Sign = () => Buffer.alloc(0);
export const macWith =
  (key: string | Buffer | KeyObject): Sign =>
  (input) =>
    createHmac('sha256', key).update(input).digest();

/** A token of exactly these parts, of our own signature unless told otherwise; strings are taken as JSON text. */
export function forge(head: object | string, body: object | string, signature: Sign = signedByUs): string {
  const input = [head, body]
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .map((text) => Buffer.from(text).toString('base64url'))
    .join('.');
  return `${input}.${signature(input).toString('base64url')}`;
}

export function openTokens(changed: Partial<typeof settings> = {}, signingKeys = keys): JoseAccessTokens {
  return new JoseAccessTokens(signingKeys, clock, new NumberedIds(), { ...settings, ...changed });
}
