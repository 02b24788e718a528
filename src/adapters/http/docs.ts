import type { Router } from 'express';
import express from 'express';
import swaggerUi from 'swagger-ui-express';
import { ROUTES } from './controllers.ts';
import { openApiDocument } from './openapi.ts';

/** `/docs`, `/openapi.json`, and `/` that leads there. */
export function docsRouter(version: string): Router {
  const router = express.Router();
  let document: string | undefined;
  router.get('/', (_req, res) => {
    res.redirect('/docs/');
  });
  router.get('/openapi.json', (_req, res) => {
    document ??= JSON.stringify(openApiDocument(ROUTES, version));
    res.set('Cache-Control', 'no-cache').type('application/json').send(document);
  });
  const options: swaggerUi.SwaggerUiOptions = {
    customSiteTitle: 'Kinopolka',
    swaggerOptions: {
      url: '/openapi.json',
      persistAuthorization: true,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      filter: true,
      validatorUrl: null,
    },
  };
  router.use('/docs', swaggerUi.serveFiles(undefined, options), swaggerUi.setup(undefined, options));
  return router;
}
