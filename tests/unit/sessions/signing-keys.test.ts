import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { allKeys, deriveSigningKeys, publicJwks } from '../../../src/adapters/security/signing-keys.ts';

const secret = 'a secret of at least 32 bytes, for tests';
const previousSecret = 'the secret of the year before, for tests';

describe('deriveSigningKeys', () => {
  it('gives the keys that tokens out there were made with', () => {
    const { current } = deriveSigningKeys(secret);
    expect(current.accessToken.publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'smgPsW98Fa7CTz4PXCVxqi0782xgMqk8kmxzTqusKyI',
      kid: 'tkzQymv2icyHxs2eiCgt1BxzRyubXdzovJmGH46jyXo',
      alg: 'EdDSA',
      use: 'sig',
    });
    expect(current.refreshMac.export().toString('hex')).toBe(
      'f4802474b6459e894dec1423da65a9d24106f2d1297ed3de5ac3f754ea3be8b9',
    );
  });

  it('names a key by its thumbprint', async () => {
    const { publicJwk, kid } = deriveSigningKeys(secret).current.accessToken;
    expect(kid).toBe(await calculateJwkThumbprint(publicJwk, 'sha256'));
  });

  it('gives other keys for another secret, and each purpose its own', () => {
    const keys = [secret, previousSecret].flatMap((each) => {
      const { accessToken, refreshMac } = deriveSigningKeys(each).current;
      const seed = accessToken.privateKey.export({ format: 'jwk' }).d;
      return [seed, refreshMac.export().toString('base64url')];
    });
    expect(new Set(keys).size).toBe(4);
  });

  it('publishes the keys of both secrets, the current one first, and nothing private', () => {
    const published = publicJwks(deriveSigningKeys(secret, previousSecret));
    expect(published.map(({ kid }) => kid)).toEqual([
      deriveSigningKeys(secret).current.accessToken.kid,
      deriveSigningKeys(previousSecret).current.accessToken.kid,
    ]);
    for (const key of published) expect(Object.keys(key)).toEqual(['kty', 'crv', 'x', 'kid', 'alg', 'use']);
  });

  it('counts a previous secret that is the current one once', () => {
    expect(allKeys(deriveSigningKeys(secret, secret))).toHaveLength(1);
  });
});
