import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseSettings } from '../../support/database.ts';
import { freePort } from '../../support/free-port.ts';
import { hasReverseProxies, PROXIES, ReverseProxy, SITE } from '../../support/reverse-proxies.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, runCommand, startService } from '../../support/service-process.ts';

const PASSWORD = 'correct horse battery staple';
const USERNAME = 'тринити';

/** Another address than that of the proxies. */
const CLIENT_ADDRESS = '127.0.0.2';

/** Headers by which a client pretends to be somebody else. */
const FORGED = {
  'Remote-User': 'forged',
  Remote_User: 'forged',
  'X-Auth-User-Id': 'forged',
  X_Auth_User_Id: 'forged',
  'X-Auth-Roles': 'forged',
  'X_Auth-Roles': 'forged',
  'X-Forwarded-For': '198.51.100.7',
};

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

describe.runIf(hasReverseProxies(...PROXIES))('a service with PUBLIC_URL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-behind-'));
  /** Another program, which answers with the headers that it got. */
  const reports = createServer((req, res) => res.end(JSON.stringify(req.headers)));
  let environment: Record<string, string>;
  let service: ServiceProcess;
  let port: number;
  let publicUrl: string;
  let token: string;
  let userId: string;

  beforeAll(async () => {
    reports.listen(0, '127.0.0.1');
    await once(reports, 'listening');
    port = await freePort();
    publicUrl = `https://${SITE}:${port}/api`;
    environment = { ...(await databaseSettings(folder)), PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1' };
    const { code } = await runCommand(['superuser', '--username', 'root'], environment, PASSWORD);
    service = await startService(environment);
    token = await logIn(service, USERNAME);
    userId = ((await (await service.call('GET', '/user', { token })).json()) as { id: string }).id;
    expect(code).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    reports.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });

  /** `address`: a path at the site, or an address that the service gave. */
  async function call(
    method: string,
    address: string,
    { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const { pathname, search, origin } = new URL(address, publicUrl);
    expect(origin).toBe(new URL(publicUrl).origin);
    const sent = request({
      ...{ method, path: pathname + search, headers: { Host: `${SITE}:${port}`, ...headers } },
      ...{ host: '127.0.0.1', port, servername: SITE, localAddress: CLIENT_ADDRESS },
      ...{ rejectUnauthorized: false, agent: false },
    }).end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const text = Buffer.concat((await response.toArray()) as Buffer[]).toString();
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  }

  const get = (address: string, headers: Record<string, string> = {}) => call('GET', address, { headers });

  async function narrowedToken(scope: string): Promise<string> {
    const form = new URLSearchParams({ grant_type: 'password', username: USERNAME, password: PASSWORD, scope });
    const response = await fetch(`${service.url}/oauth/token`, { method: 'POST', body: form });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  /** Gives these permissions to people who are not logged in. */
  async function openTo(permissions: readonly string[]): Promise<void> {
    const root = await logIn(service, 'root');
    const changed = await service.call('PATCH', '/roles/anonymous', { token: root, body: { permissions } });
    expect(changed.status).toBe(200);
  }

  describe.each(PROXIES)('behind %s, with TLS and a prefix', (name) => {
    /** HAProxy verifies tokens itself. */
    const asksTheService = name !== 'haproxy';
    let proxy: ReverseProxy;
    beforeAll(async () => {
      const behind = `127.0.0.1:${(reports.address() as AddressInfo).port}`;
      proxy = await ReverseProxy.start(name, { service: new URL(service.url).host, reports: behind }, port);
    });
    afterAll(() => proxy?.stop());

    it('answers with addresses that lead back to it', async () => {
      const page = await get('/api/genres?page=1&per_page=1');
      const links = Array.from(String(page.headers['link']).matchAll(/<([^>]+)>/g), ([, link = '']) => link);
      expect([page.status, links]).toEqual([200, links.filter((link) => link.startsWith(`${publicUrl}/genres?page=`))]);
      expect((await get(links[0] ?? '')).text).toBe(page.text);
      const { type } = JSON.parse((await get('/api/nowhere')).text) as { type: string };
      expect([type, (await get(type)).status]).toEqual([`${publicUrl}/problems/route-not-found`, 200]);
      expect((await get('/api/docs')).headers.location).toBe('docs/');
      const bare = await get('/api');
      expect([bare.status >= 300, new URL(bare.headers.location ?? '', publicUrl).href]).toEqual([
        true,
        `${publicUrl}/`,
      ]);
    });

    it('describes the log-in where clients of the issuer look for it', async () => {
      const { text } = await get('/.well-known/oauth-authorization-server/api');
      expect(JSON.parse(text)).toMatchObject({ issuer: publicUrl, token_endpoint: `${publicUrl}/oauth/token` });
    });

    it('passes on methods, codings and conditions unchanged', async () => {
      const head = await call('HEAD', '/api/genres?page=1');
      expect([head.status, head.text, head.headers['link']]).toEqual([
        200,
        '',
        (await get('/api/genres?page=1')).headers['link'],
      ]);
      expect((await call('OPTIONS', '/api/genres')).headers.allow).toBe('GET, HEAD, OPTIONS');
      const document = await get('/api/openapi.json', { 'Accept-Encoding': 'gzip' });
      expect(document.headers).toMatchObject({ 'content-encoding': 'gzip' });
      expect(document.headers.vary).toMatch(/accept-encoding/i);
      const { etag = '' } = (await get('/api/genres')).headers;
      expect((await get('/api/genres', { 'If-None-Match': etag })).status).toBe(304);
    });

    it('allows only callers with the permission to reach the other program, which learns who they are', async () => {
      const refused = await get('/reports/', FORGED);
      expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      expect((await get('/reports/', bearer(await narrowedToken('catalogue:read')))).status).toBe(403);
      const [head, payload, signature = ''] = token.split('.');
      const forgeries = [
        `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
        `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`,
        'undefined',
      ];
      for (const forged of forgeries) expect((await get('/reports/', bearer(forged))).status).toBe(401);

      const passed = await get('/reports/', { ...FORGED, ...bearer(token) });
      expect([passed.status, passed.text]).toEqual([200, expect.not.stringContaining('forged')]);
      expect(JSON.parse(passed.text)).toMatchObject({
        'x-auth-user-id': userId,
        ...(asksTheService && { 'remote-user': encodeURIComponent(USERNAME), 'x-auth-roles': 'user' }),
      });
    });

    it.runIf(asksTheService)('sends the other program no identity of a caller who is not logged in', async () => {
      await openTo(['catalogue:read', 'movies:read']);
      const passed = await get('/reports/', FORGED);
      await openTo(['catalogue:read']);
      expect([passed.status, passed.text]).toEqual([200, expect.not.stringContaining('forged')]);
      const { 'remote-user': user = '', 'x-auth-roles': roles = '' } = JSON.parse(passed.text) as IncomingHttpHeaders;
      expect([user, roles]).toEqual(['', '']);
    });

    it('sends the service the address of the client, whatever the client sends', async () => {
      const body = JSON.stringify({ login: USERNAME, password: 'a wrong guess' });
      const headers = { 'Content-Type': 'application/json', ...FORGED };
      expect((await call('POST', '/api/auth/login', { headers, body })).status).toBe(401);
      const [latest] = JSON.parse((await get('/api/user/logins', bearer(token))).text) as { ip: string }[];
      expect(latest).toMatchObject({ outcome: 'wrong_password', ip: CLIENT_ADDRESS });
    });
  });
});
