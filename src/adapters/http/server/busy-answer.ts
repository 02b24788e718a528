import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language } from '../input/language.ts';
import { languageOf } from '../input/language.ts';
import type { ErrorForm } from '../problems/error-form.ts';
import { toProblemView } from '../problems/problem.ts';
import { sharedWording } from '../problems/shared-wording.ts';
import { JSON_TYPE, PROBLEM_TYPE } from '../routing/media-types.ts';
import { requestIdOf } from './request-scope.ts';

const TEXT = sharedWording.problems['server-busy'];

/** A browser that opens a page asks for HTML first. */
const OPENS_PAGE = /^text\/html\b/i;

type BusyAnswer = { readonly type: string; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

/** Answers 503 with `Retry-After` without running Express. */
export function answerBusy(
  req: IncomingMessage,
  res: ServerResponse,
  {
    retryAfterSeconds,
    form,
    publicUrl,
  }: {
    readonly retryAfterSeconds: number;
    readonly form?: ErrorForm | undefined;
    readonly publicUrl: string | undefined;
  },
): void {
  const requestId = requestIdOf(req);
  const isOpening = req.method === 'GET' && OPENS_PAGE.test(req.headers.accept ?? '');
  const { type, body, headers } = isOpening
    ? pageOf(languageOf(req), retryAfterSeconds)
    : problemOf(req, requestId, { form, publicUrl });
  res.writeHead(503, {
    'Content-Type': `${type}; charset=utf-8`,
    ...headers,
    'Cache-Control': 'no-store',
    'Retry-After': String(retryAfterSeconds),
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(body);
}

function problemOf(
  req: IncomingMessage,
  requestId: string,
  { form, publicUrl }: { readonly form: ErrorForm | undefined; readonly publicUrl: string | undefined },
): BusyAnswer {
  const formed = form?.answerTo({ code: 'server-busy', status: 503 });
  if (formed) return { type: JSON_TYPE, body: JSON.stringify(formed.body), headers: formed.headers };
  const view = toProblemView(
    { code: 'server-busy', status: 503, text: TEXT },
    { requestId, language: languageOf(req) },
    publicUrl,
  );
  return { type: PROBLEM_TYPE, body: JSON.stringify(view) };
}

/** A page for people. `Refresh` makes the browser load it again. */
function pageOf(language: Language, retryAfterSeconds: number): BusyAnswer {
  const [title, detail] = [TEXT.title[language], TEXT.detail[language]];
  const body = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<h1>${title}</h1>
<p>${detail}</p>
</html>
`;
  const headers = {
    Refresh: String(retryAfterSeconds),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  };
  return { type: 'text/html', body, headers };
}
