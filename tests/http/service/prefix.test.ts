import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { CreateSuperuser } from '../../../src/application/accounts/create-superuser.ts';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import type { PrefixProxy } from '../../support/prefix-proxy.ts';
import { prefixProxy } from '../../support/prefix-proxy.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const PREFIX = '/api';

/** The test has to call all routes with these headers. A test of the shelf follows the parts of an export. */
const LEADING_ON: readonly string[] = ['Link', 'Location'];
const WALKED_ELSEWHERE = ['exportShelf'];

const leadingOn = API.routes.filter(
  ({ answers, operationId }) =>
    Object.values(answers).some(({ headers = [] }) => headers.some((name) => LEADING_ON.includes(name))) &&
    !WALKED_ELSEWHERE.includes(operationId),
);

/** Queries that routes need. */
const QUERIES: Readonly<Record<string, string>> = { searchMovies: 'query=матрица&' };

const LIST = { rawBody: 'kinopoisk_id\n301\n', headers: { 'Content-Type': 'text/csv' } };

const references = (link: string | null) =>
  Array.from((link ?? '').matchAll(/<([^>]*)>/g), ([, target = '']) => target);

describe.each([
  ['without PUBLIC_URL', false],
  ['with PUBLIC_URL', true],
])('behind a proxy that removes a prefix, %s', (_, isTold) => {
  let app: TestApp;
  let proxy: PrefixProxy;
  let authorization: string;
  let values: Record<string, string>;
  beforeAll(async () => {
    proxy = await prefixProxy(PREFIX, () => app.url);
    app = await startTestApp({ settings: isTold ? { PUBLIC_URL: proxy.url } : {} });
    const cli = { kind: 'system', name: 'cli' } as const;
    const [username, password] = ['root', 'correct horse battery staple'];
    await app.service.container.get(CreateSuperuser).execute(cli, { username, password });
    const { token } = await app.logIn(username);
    authorization = `Bearer ${token}`;
    const { body: user } = await app.call('GET', '/user', { token });
    const { body: report } = await app.call('POST', '/imports', { token, ...LIST });
    await app.service.container.get(ImportWorker).run({ aborted: false });
    values = { user: (user as { id: string }).id, import: (report as { id: string }).id };
  });
  afterAll(async () => {
    proxy.close();
    await app.close();
  });

  const get = (address: string | URL, init: RequestInit = {}) =>
    fetch(address, { redirect: 'manual', ...init, headers: { Authorization: authorization, ...init.headers } });

  /** Resolves a reference in the answer to a request for this address. It has to lead to the proxy again. */
  function resolved(reference: string, address: string): string {
    expect(reference.startsWith('http')).toBe(isTold);
    const target = new URL(reference, address).href;
    expect(target.startsWith(`${proxy.url}/`)).toBe(true);
    return target;
  }

  const pathTo = (path: string) =>
    path.replace('{id}', path.startsWith('/imports') ? (values['import'] ?? '') : (values['user'] ?? ''));

  const lists = leadingOn.filter(({ method }) => method === 'get');

  it.each(lists.map((route) => [route.operationId, route] as const))(
    'the link of %s works',
    async (operationId, route) => {
      for (const slash of ['', '/']) {
        const address = `${proxy.url}${pathTo(route.path)}${slash}?${QUERIES[operationId] ?? ''}page=1&per_page=1`;
        const response = await get(address);
        expect([response.status, address]).toEqual([200, address]);
        const links = references(response.headers.get('link'));
        expect(links.length).toBeGreaterThanOrEqual(2);
        expect(await (await get(resolved(links[0]!, address))).text()).toBe(await response.text());
        expect((await get(resolved(links.at(-1)!, address))).status).toBe(200);
      }
    },
  );

  it('a started import is at the address in the answer', async () => {
    expect(leadingOn.filter(({ method }) => method !== 'get').map(({ operationId }) => operationId)).toEqual([
      'startImport',
    ]);
    for (const address of [`${proxy.url}/imports`, `${proxy.url}/imports/`]) {
      const begun = await get(address, { method: 'POST', body: LIST.rawBody, headers: LIST.headers });
      await app.service.container.get(ImportWorker).run({ aborted: false });
      const { id } = (await begun.json()) as { id: string };
      const found = await get(resolved(begun.headers.get('location') ?? '', address));
      expect([begun.status, await found.json()]).toMatchObject([202, { id }]);
    }
  });

  it('the redirects lead to the page, and its addresses to its files and the document', async () => {
    for (const path of ['/', '/docs']) {
      const { status, headers } = await get(proxy.url + path);
      const location = new URL(headers.get('location') ?? '', proxy.url + path);
      expect([Math.floor(status / 100), location.href]).toEqual([3, `${proxy.url}/docs/`]);
    }
    const page = await (await get(`${proxy.url}/docs/`)).text();
    const files = Array.from(page.matchAll(/(?:href|src)=["']([^"'#]+)["']/g), ([, file = '']) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await get(new URL(file, `${proxy.url}/docs/`))).status).toBe(200);
    const script = await (await get(`${proxy.url}/docs/swagger-ui-init.js`)).text();
    const [, document = ''] = /"url": "([^"]+)"/.exec(script) ?? [];
    expect(new URL(document, `${proxy.url}/docs/`).href).toBe(`${proxy.url}/openapi.json`);
  });

  it('the document has the addresses of the operations and the log-in', async () => {
    const address = `${proxy.url}/openapi.json`;
    const { servers, components } = (await (await get(address)).json()) as {
      servers: { url: string }[];
      components: { securitySchemes: { password: { flows: { password: { tokenUrl: string } } } } };
    };
    expect(servers).toEqual([{ url: isTold ? proxy.url : '.' }]);
    const server = new URL(servers[0]!.url, address).href.replace(/\/$/, '');
    expect((await get(`${server}/genres`)).status).toBe(200);
    const { tokenUrl } = components.securitySchemes.password.flows.password;
    expect(new URL(tokenUrl, `${server}/`).href).toBe(`${proxy.url}/oauth/token`);
  });

  it('problems have the same type in every answer, and a page with a link to the documentation', async () => {
    const types = await Promise.all(
      ['/movies/2147483647', '/movies/2147483647/', '/favorites/movies/2147483647'].map(async (path) => {
        const method = path.startsWith('/favorites') ? 'POST' : 'GET';
        return ((await (await get(proxy.url + path, { method })).json()) as { type: string }).type;
      }),
    );
    expect(new Set(types)).toEqual(new Set([`${isTold ? proxy.url : ''}/problems/movie-not-found`]));
    for (const address of ['', '/'].map((slash) => `${proxy.url}/problems/movie-not-found${slash}`)) {
      const [, docs = ''] = /<a href="([^"]+)"/.exec(await (await get(address)).text()) ?? [];
      expect(resolved(docs, address)).toBe(`${proxy.url}/docs/`);
    }
  });

  it('no answer that may be stored contains the Host of a request', async () => {
    const client = new RawClient(app.url);
    const ask = (target: string) => client.send({ method: 'GET', target, headers: { Host: 'attacker.example' } });
    const paths = ['/', '/docs', '/docs/', '/openapi.json', '/genres?page=1', '/problems/movie-not-found', '/nowhere'];
    for (const path of paths) {
      const { text, headers } = await ask(path);
      expect([path, JSON.stringify([text, ...headers]).includes('attacker.example')]).toEqual([path, false]);
    }
    const metadata = await ask('/.well-known/oauth-authorization-server');
    client.close();
    expect(metadata.text.includes('attacker.example')).toBe(!isTold);
    expect(metadata.headers.get('cache-control')).toBe('no-store');
  });
});
