import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSigningKeys, SIGNING_ALGORITHMS } from '../../../src/adapters/security/signing-keys.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { claims, forgery, now, payload, read, secret } from './forged-access-token.ts';

const decoded = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

describe.each(SIGNING_ALGORITHMS)('JoseAccessTokens with %s', (alg) => {
  const { header, forge, openTokens, attackerJwk } = forgery(alg);
  const tokens = openTokens();
  const genuine = forge(header, payload);
  it('issues tokens of exactly this shape', async () => {
    const { token, expiresInSeconds } = await openTokens().issue(claims);
    const [head, body] = token.split('.');
    expect(decoded(head)).toEqual(header);
    expect(decoded(body)).toEqual(payload);
    expect(expiresInSeconds).toBe(600);
  });

  it.each([
    ['seconds after its end', { iat: now - 600, exp: now - 4 }],
    ['from an instance whose clock is ahead', { iat: now + 60, exp: now + 660 }],
    ['of the longest life', { exp: now + 900 }],
  ])('accepts a token %s', async (_, times) => {
    const { iat = now, exp } = times as { iat?: number; exp: number };
    const expected = { ...read, issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) };
    expect(await tokens.verify(forge(header, { ...payload, ...times }))).toEqual(expected);
  });

  it('ignores keys in the header of a token of our own', async () => {
    const head = {
      ...header,
      jwk: attackerJwk,
      jku: 'https://attacker.example',
      x5u: 'https://attacker.example',
      x5c: [],
    };
    expect(await tokens.verify(forge(head, payload))).toEqual(read);
  });

  it('throws nothing but InvalidToken, whatever the token', async () => {
    const part = fc.oneof(
      fc.constantFrom(...genuine.split('.')),
      fc.string({ unit: anyCharacter }),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.uint8Array({ maxLength: 100 }).map((raw) => Buffer.from(raw).toString('base64url')),
    );
    const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.'));
    await fc.assert(
      fc.asyncProperty(text, async (token) => {
        fc.pre(token !== genuine);
        await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but InvalidToken, whatever we have signed', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(payload), ...Object.values(header)));
    const changed = (good: object) => {
      const values = Object.fromEntries(Object.keys(good).map((name) => [name, value]));
      return fc.record(values, { requiredKeys: [] }).map((changes) => ({ ...good, ...changes }));
    };
    await fc.assert(
      fc.asyncProperty(changed(header), changed(payload), async (head, body) => {
        const outcome = await tokens.verify(forge(head, body)).catch((error: unknown) => error);
        const { sub, sid, jti, roles, ver } = { ...payload, ...body };
        if (!(outcome instanceof InvalidToken)) {
          expect(outcome).toMatchObject({ userId: sub, sessionId: sid, tokenId: jti, roles, version: ver });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('accepts tokens of the previous secret and makes new ones with the current', async () => {
    const old = await tokens.issue(claims);
    const rotated = deriveSigningKeys('the secret that came after, for tests', secret);
    const after = openTokens({}, rotated);
    const fresh = await after.issue(claims);
    expect(await after.verify(old.token)).toEqual(read);
    expect(await after.verify(fresh.token)).toEqual(read);
    await expect(tokens.verify(fresh.token)).rejects.toThrow(InvalidToken);
  });

  it('accepts tokens signed before AUTH_ALGORITHM was changed, even those of a previous secret', async () => {
    const other = forgery(alg === 'ES256' ? 'EdDSA' : 'ES256');
    const { token } = await other.openTokens().issue(claims);
    expect(await tokens.verify(token)).toEqual(read);
    const rotated = deriveSigningKeys('the secret that came after, for tests', secret);
    expect(await openTokens({}, rotated).verify(token)).toEqual(read);
  });

  it('reads a token of an earlier version, without client and scope, as one that is not narrowed', async () => {
    const { client_id: _client, scope: _scope, ...earlier } = payload;
    expect(await tokens.verify(forge(header, earlier))).toEqual({ ...read, scope: [] });
  });

  it('reads the scope of a narrowed token', async () => {
    const narrow = { ...payload, client_id: 'app', scope: 'account:own movies:label:new', narrowed: true };
    expect(await tokens.verify(forge(header, narrow))).toEqual({
      ...read,
      clientId: 'app',
      scope: ['account:own', 'movies:label:new'],
      isNarrowed: true,
    });
  });

  it.each([0, -1, 901, 1.5, Number.NaN])('refuses a lifetime of %d seconds', (ttlSeconds) => {
    expect(() => openTokens({ ttlSeconds })).toThrow(RangeError);
  });
});
