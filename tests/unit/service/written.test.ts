import { describe, expect, it } from 'vitest';
import { Written } from '../../support/written.ts';

const PASSWORD = 'correct "horse" battery';
const REFRESH_TOKEN = `kpr_${'Ab1-_'.repeat(18)}`;

describe('the search of the output of tests', () => {
  it.each([
    ['a password', PASSWORD],
    ['a password within JSON', JSON.stringify({ cause: `wrong: ${PASSWORD}` })],
    ['an access token', 'token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
    ['a refresh token', JSON.stringify({ token: REFRESH_TOKEN })],
    ['a hash', 'hash $argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA'],
    ['a header', 'Authorization: Bearer abcdef0123456789'],
    ['a setting', 'key 00000000-0000-0000-0000-000000000301 was refused'],
    ['a connection', 'postgres://neo:rabbit@db/films is away'],
  ])('finds %s', (_, line) => {
    const written = new Written();
    written.noteSecrets({ body: { fields: [{ password_2: PASSWORD }] } });
    written.noteSecrets({ KINOPOISK_API_KEY: '00000000-0000-0000-0000-000000000301' });
    written.noteSecrets({ DATABASE_URL: 'postgres://neo:rabbit@db/films' });
    written.add('process', `{"message":"fine"}\n${line}\n{"message":"fine, too"}`);
    expect(written.search()).toEqual([line]);
  });

  it('finds nothing if there is no secret', () => {
    const written = new Written();
    written.noteSecrets({ password: PASSWORD, token_type: 'Bearer', name: 'Thomas Anderson' });
    written.add('app', '{"operation":"changePassword","actor":"Thomas Anderson","status":"invalid-token"}');
    expect(written.search()).toEqual([]);
  });
});
