import type { Express, RequestHandler } from 'express';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpServer } from '../../../src/adapters/http/server/http-server.ts';
import { PrometheusMetrics } from '../../../src/adapters/observability/prometheus-metrics.ts';

const LIMITS = { total: 10, perAddress: 10, trustedProxies: [] };

let server: HttpServer | undefined;

afterEach(() => server?.close());

/** Serves an application. @returns its URL, and whether each request and its response came with its prototypes */
async function served(): Promise<{ readonly url: string; readonly fit: boolean[] }> {
  const app = express() as Express & { handle: RequestHandler };
  const fit: boolean[] = [];
  const handle = app.handle.bind(app);
  app.handle = (req, res, next) => {
    fit.push(Object.getPrototypeOf(req) === app.request && Object.getPrototypeOf(res) === app.response);
    return handle(req, res, next);
  };
  app.get('/', (_req, res) => void res.json({ shelf: [] }));
  server = new HttpServer(LIMITS, new PrometheusMetrics());
  server.serveExpress(app);
  return { url: await server.listen(0, '127.0.0.1'), fit };
}

describe('an Express application', () => {
  it('gets requests and responses whose prototypes it does not have to change', async () => {
    const { url, fit } = await served();
    const answers = [await fetch(url), await fetch(url)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(fit).toEqual([true, true]);
  });
});
