import { describe, expect, it } from 'vitest';
import { describeCause } from '../../../src/adapters/observability/describe-cause.ts';
import { withoutCredentials } from '../../../src/adapters/observability/without-credentials.ts';

const SECRET = 'geheim-4711';

describe('withoutCredentials', () => {
  it.each([
    `connect to postgres://films:${SECRET}@db:5432/films failed`,
    `https://me:${SECRET}@films.example/api is no address`,
    `postgres://films:p@${SECRET}@db/films`,
    `https://${SECRET}@sentry.example/1`,
    `GET https://films.example/x?api_key=${SECRET}&page=2`,
    `https://films.example/?password=${SECRET}`,
    `https://films.example/envelope/?sentry_version=7&sentry_key=${SECRET}`,
    `host=db password=${SECRET} dbname=films`,
    `X-API-KEY: ${SECRET}`,
  ])('removes credentials from %j', (text) => {
    expect(withoutCredentials(text)).not.toContain(SECRET);
    expect(JSON.stringify(describeCause(new Error('wrapped', { cause: new Error(text) })))).not.toContain(SECRET);
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:5432',
    'listens on http://127.0.0.1:8080',
    'https://films.example/a@b?page=2',
    'duplicate key value violates unique constraint "users_username_key"',
  ])('does not change %j', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it('is quick for long texts with repetitions', () => {
    // With quadratic time, this would take minutes.
    for (const part of ['W-', 'key ', 'x://', '= '])
      expect(withoutCredentials(part.repeat(200_000))).toHaveLength(part.length * 200_000);
  });
});
