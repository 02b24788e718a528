import { sign, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  allKeys,
  deriveSigningKeys,
  publicJwks,
  SIGNING_ALGORITHMS,
} from '../../../src/adapters/security/signing-keys.ts';

const secret = 'a secret of at least 32 bytes, for tests';
const previousSecret = 'the secret of the year before, for tests';

describe('deriveSigningKeys', () => {
  it('derives the keys of existing tokens', () => {
    const { current } = deriveSigningKeys(secret);
    expect(current.accessToken.EdDSA.publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'smgPsW98Fa7CTz4PXCVxqi0782xgMqk8kmxzTqusKyI',
      kid: 'tkzQymv2icyHxs2eiCgt1BxzRyubXdzovJmGH46jyXo',
      alg: 'EdDSA',
      use: 'sig',
    });
    expect(current.accessToken.ES256.publicJwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: 'F7znBVx__qDPaQvZ58nboxx3r5Bb8QR7RhS8j7Z-4l8',
      y: 'Wz2AqVdNpDQ8X_3yrZWJS0PVpE4ygLy8XrHq6FLNsJI',
      kid: 'oezHW3owHQ7VAmboAmIU1XXEWr7UsN2TyVfLawR7UZw',
      alg: 'ES256',
      use: 'sig',
    });
    expect(current.refreshMac.export().toString('hex')).toBe(
      'f4802474b6459e894dec1423da65a9d24106f2d1297ed3de5ac3f754ea3be8b9',
    );
  });

  it.each(SIGNING_ALGORITHMS)('names the key for %s by its thumbprint', async (algorithm) => {
    const { publicJwk, kid } = deriveSigningKeys(secret).current.accessToken[algorithm];
    expect(kid).toBe(await calculateJwkThumbprint(publicJwk, 'sha256'));
  });

  it('derives other keys for another secret, and one for each purpose', () => {
    const keys = [secret, previousSecret].flatMap((each) => {
      const { accessToken, refreshMac } = deriveSigningKeys(each).current;
      const seeds = SIGNING_ALGORITHMS.map(
        (algorithm) => accessToken[algorithm].privateKey.export({ format: 'jwk' }).d,
      );
      return [...seeds, refreshMac.export().toString('base64url')];
    });
    expect(new Set(keys).size).toBe(6);
  });

  it('derives a private key on P-256 that matches its public key, whatever the secret', () => {
    for (let number = 0; number < 300; number += 1) {
      const { privateKey, publicKey } = deriveSigningKeys(`${secret} ${number}`).current.accessToken.ES256;
      const signature = sign('sha256', Buffer.from('text'), privateKey);
      expect(verify('sha256', Buffer.from('text'), publicKey, signature)).toBe(true);
    }
  });

  it('publishes the keys of both secrets, the current ones first, and nothing private', () => {
    const published = publicJwks(deriveSigningKeys(secret, previousSecret));
    const kidsOf = (one: string) => Object.values(deriveSigningKeys(one).current.accessToken).map(({ kid }) => kid);
    expect(published.map(({ kid }) => kid)).toEqual([...kidsOf(secret), ...kidsOf(previousSecret)]);
    const names = {
      ES256: ['crv', 'kty', 'x', 'y', 'kid', 'alg', 'use'],
      EdDSA: ['crv', 'kty', 'x', 'kid', 'alg', 'use'],
    };
    for (const key of published) expect(Object.keys(key)).toEqual(names[key.alg]);
  });

  it('returns one set of keys if both secrets are equal', () => {
    expect(allKeys(deriveSigningKeys(secret, secret))).toHaveLength(1);
  });
});
