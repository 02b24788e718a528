import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HmacRefreshTokens } from '../../../src/adapters/security/hmac-refresh-tokens.ts';
import { SIGNING_ALGORITHMS } from '../../../src/adapters/security/signing-keys.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { claims, forgery, keys, macWith, now, payload, read, settings, unsigned } from './forged-access-token.ts';

const payloadWithExp = (text: string): string => JSON.stringify(payload).replace(/"exp":\d+/, `"exp":${text}`);

describe.each(SIGNING_ALGORITHMS)('JoseAccessTokens with %s', (alg) => {
  const { key, header, forge, openTokens, attackerJwk, signedByAttacker } = forgery(alg);
  const other = forgery(alg === 'ES256' ? 'EdDSA' : 'ES256');
  const tokens = openTokens();
  const { kid, publicKey, publicJwk } = key;
  const genuine = forge(header, payload);
  const [genuineHeader, genuinePayload, genuineSignature = ''] = genuine.split('.');

  /** Another text for the same 64 bytes: four bits of the last of its 86 characters have no meaning. */
  const respelled = `${genuine.slice(0, -1)}${String.fromCharCode(genuine.charCodeAt(genuine.length - 1) + 1)}`;

  it('accepts the genuine token from which the hostile ones below are made', async () => {
    expect(await tokens.verify(genuine)).toEqual(read);
  });

  it.each<[string, string]>([
    ['with alg none and no signature', forge({ ...header, alg: 'none' }, payload, unsigned)],
    ['with alg none and a signature', forge({ ...header, alg: 'none' }, payload)],
    ['with alg NONE', forge({ ...header, alg: 'NONE' }, payload, unsigned)],
    ['without alg', forge({ typ: 'at+jwt', kid }, payload)],
    ['with the other name of EdDSA', forge({ ...header, alg: 'Ed25519' }, payload)],
    ['with an algorithm of the same family', forge({ ...header, alg: 'ES256K' }, payload)],
    ['with the algorithm of our other key', forge({ ...header, alg: other.header.alg }, payload)],
    [
      'with algorithm and signature of our other key',
      forge({ ...header, alg: other.header.alg }, payload, other.signedByUs),
    ],
    ['with the kid of our other key', forge({ ...header, kid: other.header.kid }, payload)],
    ['with the signature of our other key', forge(header, payload, other.signedByUs)],
    [
      'with a signature in DER',
      forge(header, payload, (input) => sign('sha256', Buffer.from(input), forgery('ES256').key.privateKey)),
    ],
    [
      'with HS256 and the public key in PEM',
      forge({ ...header, alg: 'HS256' }, payload, macWith(publicKey.export({ format: 'pem', type: 'spki' }))),
    ],
    [
      'with HS256 and the public key in DER',
      forge({ ...header, alg: 'HS256' }, payload, macWith(publicKey.export({ format: 'der', type: 'spki' }))),
    ],
    [
      'with HS256 and the bytes of x',
      forge({ ...header, alg: 'HS256' }, payload, macWith(Buffer.from(publicJwk.x, 'base64url'))),
    ],
    [
      'with HS256 and the key of refresh tokens',
      forge({ ...header, alg: 'HS256' }, payload, macWith(keys.current.refreshMac)),
    ],
    ['without kid', forge({ alg, typ: 'at+jwt' }, payload)],
    ['with an unknown kid', forge({ ...header, kid: 'unknown' }, payload)],
    ['with the kid of an inherited property', forge({ ...header, kid: '__proto__' }, payload)],
    ['with a kid that is a path', forge({ ...header, kid: '../../dev/null' }, payload)],
    ['with a kid that is a list', forge({ ...header, kid: [kid] }, payload)],
    ['of a stranger under our kid', forge(header, payload, signedByAttacker)],
    ['of a stranger with jwk', forge({ ...header, jwk: attackerJwk }, payload, signedByAttacker)],
    [
      'of a stranger with jku',
      forge({ ...header, jku: 'https://attacker.example/jwks.json' }, payload, signedByAttacker),
    ],
    [
      'of a stranger with jwk and jku, without kid',
      forge({ alg, typ: 'at+jwt', jwk: attackerJwk, jku: 'https://attacker.example' }, payload, signedByAttacker),
    ],
    [
      'of a stranger with x5u',
      forge({ ...header, x5u: 'https://attacker.example/x5u.pem' }, payload, signedByAttacker),
    ],
    ['of a stranger with x5c', forge({ ...header, x5c: ['MIIB'] }, payload, signedByAttacker)],
    ['with crit that is not understood', forge({ ...header, crit: ['x'], x: 1 }, payload)],
    ['with crit that jose understands', forge({ ...header, crit: ['b64'], b64: true }, payload)],
    ['with an unencoded payload', forge({ ...header, crit: ['b64'], b64: false }, payload)],
    ['without typ', forge({ alg, kid }, payload)],
    ['with typ JWT', forge({ ...header, typ: 'JWT' }, payload)],
    ['with typ AT+JWT', forge({ ...header, typ: 'AT+JWT' }, payload)],
    ['with typ application/at+jwt', forge({ ...header, typ: 'application/at+jwt' }, payload)],
    ['with a typ that is a list', forge({ ...header, typ: ['at+jwt'] }, payload)],
    ['with a header that is a list', forge('[]', payload)],
    ['with a header that is no JSON', forge('{', payload)],
    ['with a payload that is no JSON', forge(header, '{')],
    ['with a payload that is a list', forge(header, '[]')],
    ['with a payload that is null', forge(header, 'null')],
    ['with a payload nested deeply', forge(header, '['.repeat(2000))],
    ['with sub from a prototype', forge(header, `{"__proto__":${JSON.stringify(payload)}}`)],
    ['with another issuer', forge(header, { ...payload, iss: 'https://kinopolka.example/' })],
    ['with a list of issuers', forge(header, { ...payload, iss: [settings.issuer] })],
    ['for another audience', forge(header, { ...payload, aud: 'others' })],
    ['for several audiences', forge(header, { ...payload, aud: [settings.audience, 'others'] })],
    ['with a numeric sub', forge(header, { ...payload, sub: 42 })],
    ['with a sub that is no UUID', forge(header, { ...payload, sub: 'alice' })],
    ['with a sub in upper case', forge(header, { ...payload, sub: claims.userId.toUpperCase() })],
    ['with a sub and a line break', forge(header, { ...payload, sub: `${claims.userId}\n` })],
    ['with a sid that is null', forge(header, { ...payload, sid: null })],
    ['with a sid that is no UUID', forge(header, { ...payload, sid: '' })],
    ['with a numeric jti', forge(header, { ...payload, jti: 1 })],
    ['with an empty jti', forge(header, { ...payload, jti: '' })],
    ['with exp 1e400', forge(header, payloadWithExp('1e400'))],
    ['with exp -1e400', forge(header, payloadWithExp('-1e400'))],
    ['with exp as a string', forge(header, { ...payload, exp: String(now + 600) })],
    ['with a fractional exp', forge(header, { ...payload, exp: now + 600.5 })],
    ['with exp as true', forge(header, { ...payload, exp: true })],
    ['that has expired', forge(header, { ...payload, iat: now - 600, exp: now - 5 })],
    ['with exp before iat', forge(header, { ...payload, iat: now + 30, exp: now + 20 })],
    ['with iat as a string', forge(header, { ...payload, iat: String(now) })],
    ['with a fractional iat', forge(header, { ...payload, iat: now + 0.5 })],
    ['with iat in the future', forge(header, { ...payload, iat: now + 61 })],
    ['with a negative iat', forge(header, { ...payload, iat: -1 })],
    ['that lives too long', forge(header, { ...payload, exp: now + 901 })],
    ['that is not good yet', forge(header, { ...payload, nbf: now + 60 })],
    ['with roles as a string', forge(header, { ...payload, roles: 'admin' })],
    ['with roles that are numbers', forge(header, { ...payload, roles: [1] })],
    ['with ver as a string', forge(header, { ...payload, ver: '3' })],
    ['with a negative ver', forge(header, { ...payload, ver: -1 })],
    ['with a scope that is a list', forge(header, { ...payload, scope: ['movies:read'] })],
    ['with narrowed as a string', forge(header, { ...payload, narrowed: 'true' })],
    ['with a numeric client_id', forge(header, { ...payload, client_id: 1 })],
    ['with a fractional ver', forge(header, { ...payload, ver: 0.5 })],
    ['in the second spelling of its signature', respelled],
    ['with padding', `${genuine}==`],
    ['with a line break', `${genuine}\n`],
    ['with a blank before it', ` ${genuine}`],
    ['with a fourth part', `${genuine}.`],
    ['with something behind it', `${genuine}AAAA`],
    ['without signature', `${genuineHeader}.${genuinePayload}.`],
    ['with a zero signature', `${genuineHeader}.${genuinePayload}.${'A'.repeat(86)}`],
    [
      'in the alphabet of base64',
      `${genuineHeader}.${genuinePayload}.${Buffer.from(genuineSignature, 'base64url').toString('base64')}`,
    ],
    [
      'in JSON serialization',
      JSON.stringify({ protected: genuineHeader, payload: genuinePayload, signature: genuineSignature }),
    ],
    ['of the huge kind', forge(header, { ...payload, roles: Array.from({ length: 1000 }, () => 'user-of-films') })],
    ['that is a refresh token', new HmacRefreshTokens(keys).issue({ ...claims, counter: 0 })],
  ])('refuses a token %s', async (_, token) => {
    await expect(tokens.verify(token)).rejects.toThrow(InvalidToken);
  });

  it.each(['iss', 'aud', 'sub', 'sid', 'jti', 'iat', 'exp', 'roles', 'ver'])(
    'refuses a token without %s',
    async (claim) => {
      const rest = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== claim));
      await expect(tokens.verify(forge(header, rest))).rejects.toThrow(InvalidToken);
    },
  );
});
