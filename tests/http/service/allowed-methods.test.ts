import { afterAll, beforeAll, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import { pathsOf } from '../../../src/adapters/http/routing/route.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY'];

let app: TestApp;
let client: RawClient;
beforeAll(async () => {
  app = await startTestApp();
  client = new RawClient(app.url);
});
afterAll(async () => {
  client.close();
  await app.close();
});

const paths = [...new Set(API.routes.flatMap(pathsOf))];

async function ask(method: string, target: string): Promise<{ status: number; allow: string | null }> {
  const { status, headers } = await client.send({ method, target, headers: {} });
  return { status, allow: headers.get('allow') };
}

it.each([...paths, '/', '/openapi.json', '/docs/', '/docs/swagger-ui.css'])(
  'OPTIONS and every 405 list the same methods, and these work: %s',
  async (path) => {
    const target = path.replaceAll(/\{\w+\}/g, '7');
    for (const spelling of /[/]$|[.]css$/.test(target) ? [target] : [target, `${target}/`]) {
      const { status, allow } = await ask('OPTIONS', spelling);
      expect(status).toBe(204);
      const allowed = allow?.split(', ') ?? [];
      expect(allowed).toContain('OPTIONS');
      const refused = METHODS.filter((method) => !allowed.includes(method));
      expect(refused.length).toBeGreaterThan(0);
      for (const method of refused) expect(await ask(method, spelling)).toEqual({ status: 405, allow });
      for (const method of METHODS.filter((one) => allowed.includes(one)))
        expect((await ask(method, spelling)).status).not.toBe(405);
    }
  },
);

it.each([
  ['/movies/favorites/bulk', 'OPTIONS, POST'],
  ['/movies/favorites/changes', 'GET, HEAD, OPTIONS'],
  ['/movies/favorites/export', 'GET, HEAD, OPTIONS'],
  ['/movies/search', 'GET, HEAD, OPTIONS'],
  ['/movies/favorites/301', 'DELETE, OPTIONS, PATCH'],
  ['/auth/login', 'OPTIONS, POST, PUT'],
])('%s allows %s', async (target, allow) => {
  expect(await ask('OPTIONS', target)).toEqual({ status: 204, allow });
});

it.each(['/nowhere', '/docs/nowhere'])('no method is allowed at the unknown path %s', async (path) => {
  expect(await ask('OPTIONS', path)).toEqual({ status: 404, allow: null });
});
