import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HmacRefreshTokens } from '../../../src/adapters/security/hmac-refresh-tokens.ts';
import { JoseAccessTokens } from '../../../src/adapters/security/jose-access-tokens.ts';
import { deriveSigningKeys } from '../../../src/adapters/security/signing-keys.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';
import { anyCharacter } from '../../support/any-character.ts';

const secret = 'a secret of at least 32 bytes, for tests';
const keys = deriveSigningKeys(secret);
const tokens = new HmacRefreshTokens(keys);
const claims = {
  userId: '0198f0a0-0000-7000-8000-00000000a11c',
  sessionId: '0198f0a0-0000-7000-8000-0000005e5510',
  counter: 258,
};
const body = ['01', claims.userId, claims.sessionId, '00000102'].join('').replaceAll('-', '');

describe('HmacRefreshTokens', () => {
  it('has the documented layout', () => {
    const bytes = Buffer.from(body, 'hex');
    const mac = createHmac('sha256', keys.current.refreshMac).update(bytes).digest();
    expect(tokens.issue(claims)).toBe(`kpr_${Buffer.concat([bytes, mac]).toString('base64url')}`);
  });

  it('refuses a token of another version, even with a correct MAC', () => {
    const bytes = Buffer.from(body, 'hex');
    bytes[0] = 2;
    const mac = createHmac('sha256', keys.current.refreshMac).update(bytes).digest();
    expect(() => tokens.verify(`kpr_${Buffer.concat([bytes, mac]).toString('base64url')}`)).toThrow(InvalidToken);
  });

  it('refuses a token in base64 instead of base64url', () => {
    const spellings = Array.from({ length: 50 }, (_, counter) => tokens.issue({ ...claims, counter }))
      .map((token) => token.replace('kpr_', ''))
      .filter((text) => /[-_]/.test(text))
      .map((text) => `kpr_${text.replaceAll('-', '+').replaceAll('_', '/')}`);
    expect(spellings.length).toBeGreaterThan(0);
    for (const token of spellings) expect(() => tokens.verify(token)).toThrow(InvalidToken);
  });

  it('accepts tokens of the previous secret and makes new ones with the current', () => {
    const after = new HmacRefreshTokens(deriveSigningKeys('the secret that came after, for tests', secret));
    expect(after.verify(tokens.issue(claims))).toEqual(claims);
    expect(after.verify(after.issue(claims))).toEqual(claims);
    expect(() => tokens.verify(after.issue(claims))).toThrow(InvalidToken);
  });

  it('refuses an access token', async () => {
    const settings = { algorithm: 'ES256', issuer: 'kinopolka', audience: 'kinopolka', ttlSeconds: 900 } as const;
    const access = new JoseAccessTokens(keys, new FixedClock(), new NumberedIds(), settings);
    const { token } = await access.issue({
      ...claims,
      ...{ roles: [], version: 0, isSuperuser: false },
      ...{ clientId: 'kinopolka', scope: [], isNarrowed: false },
    });
    expect(() => tokens.verify(token)).toThrow(InvalidToken);
  });

  it('throws nothing but InvalidToken, whatever the token', () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.uint8Array({ minLength: 69, maxLength: 69 }).map((bytes) => `kpr_${Buffer.from(bytes).toString('base64url')}`),
      fc.string({ unit: anyCharacter, minLength: 92, maxLength: 92 }).map((rest) => `kpr_${rest}`),
    );
    fc.assert(
      fc.property(text, (token) => {
        expect(() => tokens.verify(token)).toThrow(InvalidToken);
      }),
    );
  });

  it.each([
    { ...claims, userId: 'alice' },
    { ...claims, sessionId: claims.sessionId.toUpperCase() },
    { ...claims, counter: -1 },
    { ...claims, counter: 2 ** 32 },
  ])('issues nothing for $userId, $sessionId, $counter', (wrong) => {
    expect(() => tokens.issue(wrong)).toThrow(RangeError);
  });
});
