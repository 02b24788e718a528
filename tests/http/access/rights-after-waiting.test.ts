import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import type { RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { AccessTokenHolders } from '../../../src/application/sessions/tokens/access-token-holders.ts';
import { fineCall } from '../../support/documented-calls.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const OWNER = { username: 'morpheus', password: 'the one who frees minds' };

const withBody = API.routes.filter(({ body, permission }) => body !== undefined && permission !== 'public');

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ settings: { LIMIT_LOGIN_SUCCESS_PER_MINUTE: '1000' } });
  await app.service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, OWNER);
});
afterAll(() => app.close());

async function tokenOf(login: string, password: string): Promise<string> {
  const { body } = await app.call('POST', '/auth/login', { body: { login, password } });
  return (body as { access_token: string }).access_token;
}

/** Sends the head of the request and, once the service has authorized it and waits for the body, runs `meanwhile`. */
async function statusAfter(
  { method, path }: Pick<RouteDeclaration, 'method' | 'path'>,
  token: string,
  meanwhile: () => Promise<unknown>,
): Promise<number | undefined> {
  const fine = fineCall(method, path);
  const { body, form } = fine.call;
  const text = form === undefined ? JSON.stringify(body) : String(new URLSearchParams(form));
  const holderOf = vi.spyOn(app.service.container.get(AccessTokenHolders), 'holderOf');
  const sent = request(`${app.url}${fine.path}`, {
    method: method.toUpperCase(),
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': form === undefined ? 'application/json' : 'application/x-www-form-urlencoded',
      'Content-Length': String(Buffer.byteLength(text)),
    },
  });
  sent.flushHeaders();
  await vi.waitFor(() => expect(holderOf).toHaveBeenCalled(), { timeout: 20_000 });
  await holderOf.mock.results[0]?.value;
  holderOf.mockRestore();
  await meanwhile();
  sent.end(text);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

it('covers the operations that read a body', () => {
  expect(withBody.length).toBeGreaterThan(10);
});

it.each(withBody.map((route) => [route.operationId, route] as const))(
  '%s refuses a session that ends before the body has come',
  async (_name, route) => {
    const token = await tokenOf(OWNER.username, OWNER.password);
    const logOut = () => app.call('POST', '/auth/logout', { token });
    expect(await statusAfter(route, token, logOut)).toBe(401);
  },
);

it('refuses a right that is taken before the body has come', async () => {
  const owner = await tokenOf(OWNER.username, OWNER.password);
  const call = (method: string, path: string) => app.call(method, path, { token: owner });
  const { username, password } = await app.logIn();
  const { id } = (await app.call('GET', '/user', { token: await tokenOf(username, password) })).body as { id: string };
  expect((await call('PUT', `/users/${id}/roles/admin`)).status).toBeLessThan(300);
  const token = await tokenOf(username, password);
  const take = () => call('DELETE', `/users/${id}/roles/admin`);
  expect(await statusAfter({ method: 'post', path: '/roles' }, token, take)).toBe(403);
});
