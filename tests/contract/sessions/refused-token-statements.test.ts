import type { Container } from 'inversify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import { API } from '../../../src/adapters/http/api.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';
import { databaseOn, IN_MEMORY, startPglite } from '../../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { Sha256PersonalTokenSecrets } from '../../../src/adapters/security/sha256-personal-token-secrets.ts';
import { RegisterUser } from '../../../src/application/accounts/register-user.ts';
import { LogIn } from '../../../src/application/sessions/log-in.ts';
import { RefreshSession } from '../../../src/application/sessions/refresh-session.ts';
import { RevokeToken } from '../../../src/application/sessions/tokens/revoke-token.ts';
import type { TokenPair } from '../../../src/application/sessions/tokens/token-issuer.ts';
import type { Service } from '../../../src/bootstrap/service.ts';
import { assemble } from '../../../src/bootstrap/service.ts';
import { loadSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { anonymous } from '../../builders/actor.ts';
import { clientAt } from '../../builders/session.ts';
import { pgliteSnapshot } from '../../support/pglite-snapshot.ts';

const PASSWORD = 'follow the white rabbit';
const client = clientAt('203.0.113.7');

/**
 * Anybody may run these operations, as often as they like and without an account. A transaction or a change holds a
 * connection and the lock of a row, for which the next request waits. Because of this, a few hundred connections with
 * one refused token once made most requests of others fail. So a refusal has to be a short read, or run no
 * statement.
 */
describe('the statements of operations that anybody may run', () => {
  let service: Service;
  let container: Container;
  let statements: string[];
  let live: TokenPair;
  let dead: TokenPair;

  beforeAll(async () => {
    const pglite = await startPglite(IN_MEMORY, await pgliteSnapshot('drizzle'));
    const [query, transaction] = [pglite.query.bind(pglite), pglite.transaction.bind(pglite)];
    statements = [];
    pglite.query = (text, ...rest) => {
      statements.push(text);
      return query(text, ...rest);
    };
    pglite.transaction = (work) => {
      statements.push('begin');
      return transaction(work);
    };
    const database = await databaseOn(pglite, { migrationsFolder: 'drizzle' });
    const settings = loadSettings({ AUTH_SECRET: 'd5W1n0vJ8qTzR4yK7uXbM2cGfL9hPsEa6iOQ' });
    service = await assemble(settings, winston.createLogger({ silent: true }), database, new PrometheusMetrics());
    ({ container } = service);
    await container.get(RegisterUser).execute(anonymous, { username: 'neo', password: PASSWORD, client });
    live = await logIn();
    dead = await logIn();
    statements = [];
    await revoke(dead.refreshToken);
    // The change is read a moment later.
    await vi.waitFor(() => expect(statements.join('\n')).toContain('left join "revocations"'), { timeout: 20_000 });
  });
  afterAll(() => service.close());
  beforeEach(() => {
    statements = [];
  });

  const logIn = async () =>
    (await container.get(LogIn).execute(anonymous, { login: 'neo', password: PASSWORD, client })).tokens;
  const revoke = (token: string) => container.get(RevokeToken).execute(anonymous, { token });
  const renew = (request: Omit<Parameters<RefreshSession['execute']>[1], 'refreshToken'>, { refreshToken } = live) =>
    container.get(RefreshSession).execute(anonymous, { refreshToken, ...request });

  /** The statements that were not reads. */
  const changes = () => statements.filter((text) => !/^\s*select\b/i.test(text));

  it('covers all operations that need no token and change something', () => {
    const open = API.routes.filter(({ permission, method }) => permission === 'public' && method !== 'get');
    // Log-in and registration have limits and queues of their own. `requestToken` does the same as log-in and renewal.
    const covered = ['logIn', 'registerUser', 'requestToken', 'refreshSession', 'revokeToken'];
    expect(new Set(open.map(({ operation }) => operation.name))).toEqual(new Set(covered));
  });

  it.each([
    ['another client', { clientId: 'another' }, 'invalid-token'],
    ['a scope that its holder lacks', { scope: 'users:manage' }, 'invalid-scope'],
  ])('only read when a renewal is refused for %s, and use up nothing', async (_, request, code) => {
    await expect(renew(request)).rejects.toMatchObject({ code });
    expect(statements).toHaveLength(1);
    expect(changes()).toEqual([]);
  });

  it('run no statement when the session is known to have ended', async () => {
    await expect(renew({}, dead)).rejects.toMatchObject({ code: 'invalid-token' });
    expect(statements).toHaveLength(2);
    statements = [];
    await expect(renew({}, dead)).rejects.toMatchObject({ code: 'invalid-token' });
    await revoke(dead.refreshToken);
    await revoke(dead.accessToken);
    expect(statements).toEqual([]);
  });

  it('only read when a personal token is invented or revoked', async () => {
    await revoke(new Sha256PersonalTokenSecrets().generate());
    expect(statements).toHaveLength(1);
    expect(changes()).toEqual([]);
  });

  it('only read when a used refresh token is sent again', async () => {
    const { refreshToken } = await renew({});
    statements = [];
    expect(await renew({})).toMatchObject({ refreshToken });
    expect(statements).toHaveLength(1);
    expect(changes()).toEqual([]);
    expect(await renew({}, { ...live, refreshToken })).not.toMatchObject({ refreshToken });
  });
});
