import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PurgeExpired } from '../../../src/application/sessions/purge-expired.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { THE_SERVICE } from '../../../src/domain/access/actor.ts';
import { FaultSwitch } from '../../support/fault-switch.ts';
import type { IngestStandIn } from '../../support/ingest-stand-in.ts';
import { startIngestStandIn } from '../../support/ingest-stand-in.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const trace = { traceId: 'ab'.repeat(16), traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };

describe('unexpected failures', () => {
  const faults = new FaultSwitch();
  let ingest: IngestStandIn;
  let app: TestApp;
  let person: Awaited<ReturnType<TestApp['logIn']>>;

  beforeAll(async () => {
    ingest = await startIngestStandIn();
    app = await startTestApp({
      hasArgon2: true,
      settings: { SENTRY_DSN: ingest.dsn },
      rebind: (container) => faults.install(container, ['genreRepository', 'sessionRepository']),
    });
    person = await app.logIn('thomas-anderson');
  });
  beforeEach(() => {
    ingest.events.length = 0;
    ingest.received.length = 0;
  });
  afterEach(() => faults.heal());
  afterAll(async () => {
    await app.close();
    await ingest.close();
  });

  const reported = async () => {
    await app.service.container.get(tokens.errorReporter).flush(10_000);
    return ingest.events;
  };

  it('are reported once, with their operation and request', async () => {
    faults.breaks(['genreRepository'], new TypeError('boom'));
    const headers = { 'X-Request-Id': 'reported-0001', traceparent: trace.traceparent };
    expect((await app.call('GET', '/genres', { headers })).status).toBe(500);
    expect(await reported()).toMatchObject([
      {
        transaction: 'listGenres',
        tags: { operation: 'listGenres', request_id: 'reported-0001', trace_id: trace.traceId },
        exception: { values: [{ type: 'TypeError', value: 'boom' }] },
      },
    ]);
  });

  it('are reported even if no use case ran', async () => {
    const verify = app.service.container.get(tokens.accessTokens);
    const { token } = await app.logIn();
    const original = verify.verify.bind(verify);
    Object.assign(verify, { verify: () => Promise.reject(new RangeError('no such key')) });
    expect((await app.call('GET', '/user', { token })).status).toBe(500);
    Object.assign(verify, { verify: original });
    expect(await reported()).toMatchObject([
      { transaction: 'getProfile', exception: { values: [{ type: 'RangeError' }] } },
    ]);
  });

  it('are reported even if nobody waits for an answer', async () => {
    faults.breaks(['sessionRepository'], new TypeError('cannot purge'));
    const purge = app.service.container.get(PurgeExpired).execute(THE_SERVICE, { stopping: { aborted: false } });
    await expect(purge).rejects.toThrow('cannot purge');
    expect(await reported()).toMatchObject([{ transaction: 'purgeExpired' }]);
  });

  it('are not reported if the database is unavailable, a caller is refused or nothing is found', async () => {
    faults.breaks(['genreRepository'], new StorageUnavailable({ cause: new Error('connection refused') }));
    const statuses = [
      await app.call('GET', '/genres'),
      await app.call('GET', '/user'),
      await app.call('GET', '/movies/2147483647', { token: person.token }),
      await app.call('GET', '/movies/abc', { token: person.token }),
      await app.call('POST', '/auth/login', { body: { login: 'nobody', password: 'a wrong guess' } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([503, 401, 404, 422, 401]);
    expect(await reported()).toEqual([]);
  });

  it('contain nothing about the caller, the input or the statements', async () => {
    const { database } = app.service;
    await database.query('alter table users rename column surname to family_name', []);
    await database.query('alter table movies rename column search_key to key_of_search', []);
    const secrets = { username: 'agent-smith', password: 'me me me too', surname: 'Smithson', name: 'Уго' };
    const headers = {
      Cookie: 'theme=cookie-value',
      'User-Agent': 'agent-of-mine/1.0',
      'X-Forwarded-For': '203.0.113.7',
    };
    const query = '/movies/search?query=geheimnis';
    const answers = [
      await app.call('POST', '/auth/register', { body: secrets, headers }),
      await app.call('GET', '/user', { token: person.token, headers }),
      await app.call('GET', query, { token: person.token, headers }),
    ];
    await database.query('alter table users rename column family_name to surname', []);
    await database.query('alter table movies rename column key_of_search to search_key', []);
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    const events = await reported();
    expect(events.map(({ transaction }) => transaction)).toEqual(['registerUser', 'getProfile', 'searchMovies']);
    expect(events.map(({ tags }) => tags['code'])).toEqual(['42703', '42703', '42703']);
    const { body: profile } = await app.call('GET', '/user', { token: person.token });
    const userId = (profile as { id: string }).id;
    const sent = ingest.received.join('\n');
    for (const value of [
      ...Object.values(secrets),
      ...['cookie-value', 'agent-of-mine', '203.0.113.7', 'geheimnis', 'argon2', 'insert into', 'select ', 'Bearer'],
      ...[person.token, person.username, person.password, userId, '127.0.0.1:0'],
    ])
      expect(sent).not.toContain(value);
  });

  it('get the usual answer even if reports cannot be delivered', async () => {
    ingest.answerWith(undefined);
    faults.breaks(['genreRepository'], new TypeError('unheard'));
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async () => (await app.call('GET', '/genres')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([500]));
    ingest.answerWith(200);
  });
});
