import { describe, expect, it } from 'vitest';
import { scrubbed } from '../../../src/adapters/observability/scrubbed.ts';

const JWT = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
const uuid = '01a1fa47-f137-7d3c-86e9-55023f7be66d';

describe('the text of an error in a report', () => {
  it.each([
    "Cannot read properties of undefined (reading 'title')",
    'duplicate key value violates unique constraint of users',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'Is this all? Yes',
  ])('is unchanged if it contains no private data: %s', (text) => {
    expect(scrubbed(text)).toBe(text);
  });

  it.each([
    [
      'a value PostgreSQL refused',
      'invalid input syntax for type uuid: "hunter2"',
      'invalid input syntax for type uuid: "…"',
    ],
    [
      'JSON that did not parse',
      'Unexpected token \'x\', ..."assword":"hunter2"x"... is not valid JSON',
      'Unexpected token \'x\', ..."…"... is not valid JSON',
    ],
    ['values of a statement', 'Failed query: select $1\nparams: hunter2,neo', 'Failed query: select $1\nparams: …'],
    ['a hash', 'bad $argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA here', 'bad … here'],
    ['who logs in where', 'cannot reach postgres://neo:hunter2@db/films', 'cannot reach postgres://…@db/films'],
    ['a query', 'GET https://films.example/a?token=hunter2 failed', 'GET https://films.example/a?… failed'],
    ['an e-mail address', 'no mail for neo@matrix.example today', 'no mail for … today'],
    ['an access token', `cannot verify ${JWT}.`, 'cannot verify ….'],
    ['credentials', 'sent Basic bmVvOmh1bnRlcjI= twice', 'sent Basic … twice'],
    ['a refresh token', `odd kpr_${'Ab1-'.repeat(23)}`, 'odd …'],
    ['a personal token', `odd kpat_${'Ab1'.repeat(13)}Z`, 'odd …'],
    ['a part of a personal token', 'odd kpat_Ab1', 'odd …'],
    ['the id of somebody', `no user ${uuid}`, 'no user …'],
  ])('does not contain %s', (_, text, expected) => {
    expect(scrubbed(text)).toBe(expected);
  });
});
