import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OAuth2Client } from '@badgateway/oauth2-client';
import axios from 'axios';
import { createAuthRefresh } from 'axios-auth-refresh';
import type { DecodedJwt } from 'fast-jwt';
import { createVerifier } from 'fast-jwt';
import buildGetJwks from 'get-jwks';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';
import jwksRsa from 'jwks-rsa';
import * as openid from 'openid-client';
import { ResourceOwnerPassword } from 'simple-oauth2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseSettings } from '../../support/database.ts';
import { freePort } from '../../support/free-port.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { logIn, logInPair, startService } from '../../support/service-process.ts';

/** The library marks it as deprecated, so that nobody uses it for other addresses than loopback. */
const overHttp = Reflect.get(openid, 'allowInsecureRequests');

const USERNAME = 'neo';
const PASSWORD = 'correct horse battery staple';

const VERIFY_BY_PYJWT = `
import json, jwt, sys
token, jwks_uri, issuer = sys.argv[1:]
key = jwt.PyJWKClient(jwks_uri).get_signing_key_from_jwt(token).key
print(json.dumps(jwt.decode(token, key, algorithms=["ES256"], audience="kinopolka", issuer=issuer)))`;

/** Whether this machine's Python has PyJWT. `.ci/run` installs it from Debian, so it must not be missing there. */
function hasPyJwt(): boolean {
  try {
    execFileSync('python3', ['-c', 'import cryptography, jwt'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI']) throw new Error('python3 has no PyJWT: .ci/run says how to get it');
    console.error('\n!!! NO PYJWT: no token was verified by it. Install PyJWT and cryptography to try it.\n');
    return false;
  }
}

describe('libraries for OAuth 2.0 that were not written for this service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-oauth-'));
  let service: ServiceProcess;
  let url: string;
  let jwksUri: string;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    jwksUri = `${url}/.well-known/jwks.json`;
    service = await startService({ ...(await databaseSettings(folder)), PORT: String(port), PUBLIC_URL: url });
    await logIn(service, USERNAME);
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const statusWith = async (token: unknown) => (await service.call('GET', '/user', { token: String(token) })).status;

  describe('log in, call, renew and log out', () => {
    it('by simple-oauth2', async () => {
      const auth = { tokenHost: url, tokenPath: '/oauth/token', revokePath: '/oauth/revoke' };
      const client = new ResourceOwnerPassword({ client: { id: 'app', secret: 'ignored' }, auth });
      const first = await client.getToken({ username: USERNAME, password: PASSWORD, scope: 'account:own' });
      expect(await statusWith(first.token['access_token'])).toBe(200);
      const second = await first.refresh();
      expect(await statusWith(second.token['access_token'])).toBe(200);
      await second.revokeAll();
      expect(await statusWith(second.token['access_token'])).toBe(401);
    });

    it('by openid-client, which finds the endpoints itself', async () => {
      const config = await openid.discovery(new URL(url), 'app', undefined, openid.None(), {
        algorithm: 'oauth2',
        execute: [overHttp],
      });
      const first = await openid.genericGrantRequest(config, 'password', { username: USERNAME, password: PASSWORD });
      const profile = await openid.fetchProtectedResource(config, first.access_token, new URL(`${url}/user`), 'GET');
      expect(profile.status).toBe(200);
      const second = await openid.refreshTokenGrant(config, first.refresh_token ?? '');
      expect(await statusWith(second.access_token)).toBe(200);
      await openid.tokenRevocation(config, second.refresh_token ?? '');
      expect(await statusWith(second.access_token)).toBe(401);
      const refused = openid.genericGrantRequest(config, 'password', { username: USERNAME, password: 'wrong' });
      await expect(refused).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
    });

    it('by @badgateway/oauth2-client', async () => {
      const client = new OAuth2Client({
        server: url,
        clientId: 'app',
        discoveryEndpoint: '/.well-known/oauth-authorization-server',
      });
      const first = await client.password({ username: USERNAME, password: PASSWORD });
      expect(await statusWith(first.accessToken)).toBe(200);
      const second = await client.refreshToken(first);
      expect(await statusWith(second.accessToken)).toBe(200);
      await client.revoke(second, 'refresh_token');
      expect(await statusWith(second.accessToken)).toBe(401);
    });

    it('by axios-auth-refresh, which renews when a call is refused', async () => {
      const { refresh_token: refreshToken } = await logInPair(service, USERNAME);
      const client = axios.create({ baseURL: url, headers: { Authorization: 'Bearer e30.e30.expired' } });
      let renewals = 0;
      createAuthRefresh(client, async (failed: { response: { config: { headers: Record<string, string> } } }) => {
        renewals += 1;
        const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
        const { data } = await axios.post<{ access_token: string }>(`${url}/oauth/token`, form);
        client.defaults.headers['Authorization'] = `Bearer ${data.access_token}`;
        failed.response.config.headers['Authorization'] = `Bearer ${data.access_token}`;
      });
      expect((await client.get('/user')).status).toBe(200);
      expect((await client.get('/user')).status).toBe(200);
      expect(renewals).toBe(1);
      const token = String(client.defaults.headers['Authorization']).replace('Bearer ', '');
      await axios.post(`${url}/oauth/revoke`, new URLSearchParams({ token }));
      expect(await statusWith(token)).toBe(401);
    });
  });

  describe('verify a token by the published keys', () => {
    const expected = () => ({ issuer: url, audience: 'kinopolka' });
    let token: string;
    beforeAll(async () => {
      token = await logIn(service, USERNAME);
    });

    it('by jsonwebtoken with jwks-rsa', async () => {
      const { header } = jwt.decode(token, { complete: true }) ?? {};
      const key = await jwksRsa({ jwksUri }).getSigningKey(header?.kid);
      const claims = jwt.verify(token, key.getPublicKey(), { algorithms: ['ES256'], ...expected() });
      expect(claims).toMatchObject({ iss: url, client_id: 'kinopolka' });
    });

    it('by fast-jwt with get-jwks', async () => {
      const jwks = buildGetJwks();
      const verify = createVerifier({
        algorithms: ['ES256'],
        allowedIss: url,
        allowedAud: 'kinopolka',
        key: async ({ header, payload }: DecodedJwt) => {
          const { kid, alg } = header as { kid: string; alg: string };
          const { iss: domain } = payload as { iss: string };
          return jwks.getPublicKey({ kid, alg, domain });
        },
      });
      expect(await verify(token)).toMatchObject({ iss: url, client_id: 'kinopolka' });
    });

    it('by jose', async () => {
      const keys = createRemoteJWKSet(new URL(jwksUri));
      const { payload } = await jwtVerify(token, keys, { typ: 'at+jwt', ...expected() });
      expect(payload).toMatchObject({ iss: url, scope: expect.stringContaining('movies:read') as string });
    });

    it.runIf(hasPyJwt())('by PyJWT', async () => {
      const { stdout } = await promisify(execFile)('python3', ['-c', VERIFY_BY_PYJWT, token, jwksUri, url]);
      expect(JSON.parse(stdout)).toMatchObject({ iss: url, client_id: 'kinopolka' });
    });
  });
});
