import type { RequestHandler, Router } from 'express';
import express from 'express';
import swaggerUi from 'swagger-ui-express';
import { ownerAt } from '../../../application/shared/fair-queue.ts';
import { pathOf } from '../output/base-url.ts';
import type { Compression } from '../output/compression.ts';
import { PreparedJson } from '../output/prepared-json.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import type { ExpensiveWork } from '../server/expensive-work.ts';
import { nameRoute } from '../server/request-metrics.ts';
import { requestScope } from '../server/request-scope.ts';
import { onlyMethods } from './allowed-methods.ts';
import { DOCS_AUTHORIZATION_SCRIPT } from './docs-authorization.ts';
import type { DocumentedApi } from './openapi.ts';
import { openApiDocument } from './openapi.ts';

type DocsParts = {
  readonly version: string;
  readonly publicUrl: string | undefined;
  readonly expensive: ExpensiveWork;
  readonly compression: Compression;
};

/**
 * The paths under `/docs`. All others are unknown: the folder of the library also contains sources, and the library
 * answers any path without a file with its page.
 */
const FILES: ReadonlySet<string> = new Set([
  '/',
  '/authorization.js',
  '/favicon-16x16.png',
  '/favicon-32x32.png',
  '/swagger-ui-bundle.js',
  '/swagger-ui-init.js',
  '/swagger-ui-standalone-preset.js',
  '/swagger-ui.css',
]);

/**
 * Serves `/docs`, `/openapi.json`, and the redirect from `/`. The page and the redirects use relative addresses, also with
 * `PUBLIC_URL`, because a browser may have loaded the page from another address.
 */
export function docsRouter(api: DocumentedApi, { version, publicUrl, expensive, compression }: DocsParts): Router {
  const router = express.Router();
  const document = new PreparedJson(() => openApiDocument(api, { version, publicUrl }), compression);
  router.get('/', (_req, res) => {
    nameRoute(res, '/');
    res.redirect('docs/');
  });
  router.get('/openapi.json', (req, res) => {
    nameRoute(res, '/openapi.json');
    return document.send({ req, res });
  });
  for (const path of ['/', '/openapi.json']) router.all(path, onlyMethods(path, ['GET']));
  const options: swaggerUi.SwaggerUiOptions = {
    customSiteTitle: api.title,
    customJs: './authorization.js',
    swaggerOptions: {
      url: '../openapi.json',
      // Swagger UI would store the password and the refresh token; the script stores access tokens instead.
      persistAuthorization: false,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      filter: true,
      validatorUrl: null,
    },
  };
  const known: RequestHandler = (req, _res, next) => {
    if (!FILES.has(req.path)) throw new HttpProblem('route-not-found');
    next();
  };
  const directory: RequestHandler = (req, res, next) => {
    // Otherwise Express redirects to `/docs/`, without the prefix of a proxy.
    if (pathOf(req.originalUrl) === '/docs') res.redirect(301, 'docs/');
    else next();
  };
  const limited: RequestHandler = (_req, res, next) => {
    // Files of a megabyte that are served without a log-in, so they count as expensive work.
    expensive.enter(ownerAt(requestScope(res).client.address), res);
    next();
  };
  const script: RequestHandler = (req, res, next) => {
    if (req.path !== '/authorization.js') next();
    else res.set('Cache-Control', 'no-cache').type('text/javascript').send(DOCS_AUTHORIZATION_SCRIPT);
  };
  router.use(
    '/docs',
    known,
    onlyMethods('/docs', ['GET']),
    directory,
    limited,
    script,
    swaggerUi.serveFiles(undefined, options),
    swaggerUi.setup(undefined, options),
  );
  return router;
}
