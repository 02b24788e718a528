import type { Request, RequestHandler, Response, Router } from 'express';
import express from 'express';
import swaggerUi from 'swagger-ui-express';
import { sendCompressed } from '../output/answer-body.ts';
import { pathOf } from '../output/base-url.ts';
import type { Coding, Compression } from '../output/compression.ts';
import { acceptedBy } from '../output/compression.ts';
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
 * Serves `/docs`, `/openapi.json`, and the redirect from `/`. The page and the redirects use relative addresses, also with
 * `PUBLIC_URL`: whoever reached this page reaches the rest in the same way.
 */
export function docsRouter(api: DocumentedApi, { version, publicUrl, expensive, compression }: DocsParts): Router {
  const router = express.Router();
  // One shared buffer: a string would be copied for each slow client.
  let document: Buffer | undefined;
  const compressed = new CompressedOnce(compression);
  router.get('/', (_req, res) => {
    nameRoute(res, '/');
    res.redirect('docs/');
  });
  router.get('/openapi.json', (req, res) => {
    nameRoute(res, '/openapi.json');
    document ??= Buffer.from(JSON.stringify(openApiDocument(api, { version, publicUrl })));
    res.set('Cache-Control', 'no-cache').vary('Accept-Encoding');
    return compressed.send(document, { req, res });
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
  const directory: RequestHandler = (req, res, next) => {
    // Otherwise Express redirects to `/docs/`, whatever a proxy put before it.
    if (pathOf(req.originalUrl) === '/docs') res.redirect(301, 'docs/');
    else next();
  };
  const limited: RequestHandler = (_req, res, next) => {
    // Files of a megabyte that are served without a log-in, so they count as expensive work.
    const { block: address } = requestScope(res).client.address;
    expensive.enter({ address, person: address }, res);
    next();
  };
  const script: RequestHandler = (req, res, next) => {
    if (req.path !== '/authorization.js') next();
    else res.set('Cache-Control', 'no-cache').type('text/javascript').send(DOCS_AUTHORIZATION_SCRIPT);
  };
  router.use(
    '/docs',
    onlyMethods('/docs', ['GET']),
    directory,
    limited,
    script,
    swaggerUi.serveFiles(undefined, options),
    swaggerUi.setup(undefined, options),
  );
  return router;
}

/** The same bytes for everybody, so they are compressed once for each coding. */
class CompressedOnce {
  private readonly done = new Map<Coding, Buffer>();

  constructor(private readonly compression: Compression) {}

  async send(bytes: Buffer, { req, res }: { req: Request; res: Response }): Promise<void> {
    const accepted = acceptedBy(req);
    const made = accepted && (await this.made(bytes, accepted));
    if (made) sendCompressed(res, 'application/json', { coding: accepted, bytes: made });
    else res.type('application/json').send(bytes);
  }

  private async made(bytes: Buffer, accepted: Coding): Promise<Buffer | undefined> {
    const known = this.done.get(accepted);
    if (known) return known;
    const made = await this.compression.whole(bytes, accepted);
    if (made) this.done.set(accepted, made);
    return made;
  }
}
