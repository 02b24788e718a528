import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { signedJwt } from '../../../src/adapters/security/signed-jwt.ts';

describe('signedJwt', () => {
  it.each([
    ['EdDSA', generateKeyPairSync('ed25519')],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ] as const)('signs with %s what jose verifies, every claim as it is', async (alg, { privateKey, publicKey }) => {
    const header = { alg, typ: 'at+jwt', kid: 'key' };
    const claims = { sub: 'Ёлка "in quotes"', roles: ['user'], iat: 1_795_000_000, exp: 1_795_000_900 };
    const token = signedJwt(header, claims, privateKey);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
    const verified = await jwtVerify(token, publicKey, { algorithms: [alg], currentDate: new Date(1_795_000_001_000) });
    expect(verified).toMatchObject({ protectedHeader: header, payload: claims });
    const [head, payload, signature = ''] = token.split('.');
    const forged = [head, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.');
    await expect(jwtVerify(forged, publicKey)).rejects.toThrow();
  });
});
