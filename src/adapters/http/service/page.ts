import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { Coding } from '../output/compression.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { onlyMethods } from '../routing/allowed-methods.ts';
import { nameRoute } from '../server/request-metrics.ts';
import type { PageFile } from './page-files.ts';
import { pageFile } from './page-files.ts';

/**
 * Where the web page is. A proxy may put a prefix before it and remove it again, so nothing below depends on a prefix.
 */
const FOLDER = '/app';

const INDEX = 'index.html';

/** The build names these files by a hash of their content. */
const HASHED = 'assets/';

/** As in the built `index.html`; the server replaces it by the relative path from a view to the folder. */
const BASE = '<base href="./"';

/**
 * Views of the page have paths of their own, so that a link leads to one. The last segment has no dot, because the
 * address of a missing file is not a view. Segments are not empty and do not begin with a dot, because proxies and
 * browsers rewrite such paths.
 */
const VIEW = /^(?:[^/\\.][^/\\]*\/)*(?:[^/\\.]+)?$/;

/** Percent-encoded control characters, dots, slashes and backslashes. Proxies rewrite them, and no view has them. */
const REWRITTEN = /%(?:[01][\da-f]|2[ef]|5c|7f)/i;

/** No view has more segments. */
const MAX_DEPTH = 8;

/** Styles and scripts are files of the page; posters come from the hosts that Kinopoisk names. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https: data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Hides the address of the view from hosts of posters. With `no-referrer` some browsers send `Origin: null` to the service.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** The handlers of the web page. `start` comes before those of the API, `files` after them. */
export type Page = { readonly start: RequestHandler; readonly files: RequestHandler };

/** Serves the web page from memory. `files`: as the build made them; without `index.html` there is no page. */
export function createPage(files: readonly PageFile[]): Page {
  const known = new Map(files.map((file) => [file.path, file]));
  const views = viewsOf(known.get(INDEX));
  if (views[0]) known.set(INDEX, views[0]);
  const fileAt = (path: string): PageFile | undefined => {
    const isView = VIEW.test(path) && !REWRITTEN.test(path) && !path.startsWith(HASHED);
    return isView ? views[path.split('/').length - 1] : known.get(path);
  };
  return { start: startRouter(views.length > 0), files: filesRouter(fileAt) };
}

/** For a service whose page is turned off: all paths of the page get 404, including that of its session. */
export function noPage(): Page {
  const start = express.Router({ caseSensitive: true });
  start.use(FOLDER, () => {
    throw new HttpProblem('route-not-found');
  });
  return { start, files: (_req, _res, next) => next() };
}

/** `index.html` for views of every depth. */
function viewsOf(index: PageFile | undefined): PageFile[] {
  if (!index) return [];
  const html = index.bytes.toString();
  return Array.from({ length: MAX_DEPTH }, (_, depth) => {
    const base = depth === 0 ? './' : '../'.repeat(depth);
    return pageFile(INDEX, Buffer.from(html.replace(BASE, BASE.replace('./', base))));
  });
}

/**
 * Redirects a browser from the root of the service to the page. The address is relative, because a proxy may have
 * removed a prefix.
 */
function startRouter(hasPage: boolean): RequestHandler {
  const router = express.Router({ caseSensitive: true });
  if (!hasPage) return router;
  router.get('/', (req, res, next) => {
    res.vary('Accept');
    if (req.accepts(['application/json', 'text/html']) === 'text/html') {
      nameRoute(res, '/');
      res.redirect(`.${FOLDER}/`);
    } else {
      next();
    }
  });
  return router;
}

function filesRouter(fileAt: (path: string) => PageFile | undefined): RequestHandler {
  const router = express.Router({ caseSensitive: true });
  const send: RequestHandler = (req, res) => {
    const path = req.originalUrl.replace(/[?#].*$/s, '').slice(FOLDER.length + 1);
    const file = fileAt(path);
    if (!file) throw new HttpProblem('route-not-found');
    if (req.originalUrl.startsWith(`${FOLDER}/`)) sendFile(file, req, res);
    else res.redirect(`.${FOLDER}/`);
  };
  router.use(FOLDER, onlyMethods(FOLDER, ['GET']), send);
  return router;
}

function sendFile({ path, extension, bytes, compressed, version }: PageFile, req: Request, res: Response): void {
  const coding = (['br', 'gzip'] satisfies Coding[]).find((name) => compressed[name] && req.acceptsEncodings(name));
  const isHashed = path.startsWith(HASHED);
  res
    .type(extension)
    .set(SECURITY_HEADERS)
    .set({
      'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: `"${version}${coding ? `-${coding}` : ''}"`,
      // Not `Accept-Language`: a file is the same in every language.
      Vary: 'Accept-Encoding',
      ...(coding && { 'Content-Encoding': coding }),
    })
    .send(coding ? compressed[coding] : bytes);
}
