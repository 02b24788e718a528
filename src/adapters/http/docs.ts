import type { RequestHandler, Router } from 'express';
import express from 'express';
import swaggerUi from 'swagger-ui-express';
import { ROUTES } from './controllers.ts';
import { DOCS_AUTHORIZATION_SCRIPT } from './docs-authorization.ts';
import { openApiDocument } from './openapi.ts';
import { nameRoute } from './traffic.ts';

/** `/docs`, `/openapi.json`, and `/` that leads there. */
export function docsRouter(version: string): Router {
  const router = express.Router();
  let document: string | undefined;
  router.get('/', (_req, res) => {
    nameRoute(res, '/');
    res.redirect('/docs/');
  });
  router.get('/openapi.json', (_req, res) => {
    nameRoute(res, '/openapi.json');
    document ??= JSON.stringify(openApiDocument(ROUTES, version));
    res.set('Cache-Control', 'no-cache').type('application/json').send(document);
  });
  const options: swaggerUi.SwaggerUiOptions = {
    customSiteTitle: 'Kinopolka',
    customJs: './authorization.js',
    swaggerOptions: {
      url: '/openapi.json',
      // Swagger UI would keep the password and the refresh token: the script keeps access tokens in its place.
      persistAuthorization: false,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      filter: true,
      validatorUrl: null,
    },
  };
  const named: RequestHandler = (_req, res, next) => {
    nameRoute(res, '/docs');
    next();
  };
  const script: RequestHandler = (req, res, next) => {
    if (req.path !== '/authorization.js') next();
    else res.set('Cache-Control', 'no-cache').type('text/javascript').send(DOCS_AUTHORIZATION_SCRIPT);
  };
  router.use('/docs', named, script, swaggerUi.serveFiles(undefined, options), swaggerUi.setup(undefined, options));
  return router;
}
