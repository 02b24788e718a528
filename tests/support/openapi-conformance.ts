import assert from 'node:assert/strict';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { API } from '../../src/adapters/http/api.ts';
import { openApiDocument } from '../../src/adapters/http/routing/openapi.ts';

export type Answer = { status: number; headers: Headers; text: string; body: unknown };

type Media = { schema?: unknown };
type Response = { $ref?: string; content?: Record<string, Media>; headers?: Record<string, unknown> };
export type Operation = { operationId: string; responses: Record<string, Response> };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
};

export const document = openApiDocument(API, { version: '0.0.0-test' }) as unknown as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'openapi');

const templates = Object.keys(document.paths)
  .toSorted((a, b) => (a.replaceAll('{', '\uffff') < b.replaceAll('{', '\uffff') ? -1 : 1))
  .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`) }));

/** The documented operation that serves a request, if there is one. */
function operationFor(method: string, url: string): { path: string; operation: Operation } | undefined {
  const { pathname } = new URL(url, 'http://localhost');
  const path = templates.find(({ pattern }) => pattern.test(pathname))?.path;
  const operation = path === undefined ? undefined : document.paths[path]?.[method.toLowerCase()];
  return path === undefined || operation === undefined ? undefined : { path, operation };
}

/** Fails unless the document allows the status, type, body and headers of the answer. */
export function assertDocumented(method: string, url: string, answer: Answer): void {
  assert.match(answer.headers.get('x-request-id') ?? '', /^[\w.-]{8,40}$/, `${method} ${url} carries no X-Request-Id`);
  const found = operationFor(method, url);
  if (!found) {
    assert.ok(
      answer.status === 404 || answer.status === 405 || answer.status === 400,
      `${method} ${url} is not documented`,
    );
    return;
  }
  const documented = found.operation.responses[answer.status];
  const shared = documented?.$ref?.split('/').at(-1);
  const response = shared === undefined ? documented : document.components.responses[shared];
  assert.ok(
    response,
    `${method} ${url} answers ${answer.status}, which is not documented: ${answer.text.slice(0, 500)}`,
  );
  if (!response.content) {
    assert.equal(answer.text, '', `${method} ${url} has a body with ${answer.status}`);
    return;
  }
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  assert.ok(response.content[type], `${method} ${url} answers ${answer.status} as ${type}, which is not documented`);
  const place =
    shared === undefined
      ? ['paths', found.path, method.toLowerCase(), 'responses', String(answer.status)]
      : ['components', 'responses', shared];
  const isValid = validatorOf([...place, 'content', type]);
  assert.ok(
    isValid(answer.body),
    `${method} ${url} ${answer.status}: ${ajv.errorsText(isValid.errors)} in ${answer.text.slice(0, 1000)}`,
  );
}

const validators = new Map<string, ValidateFunction>();

/** The compiled schema. It is cached here, because Ajv would compile an equal object again. */
function validatorOf(media: readonly string[]): ValidateFunction {
  const fragment = [...media, 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const known = validators.get(fragment);
  if (known) return known;
  const compiled = ajv.compile({ $ref: `openapi#/${fragment}` });
  validators.set(fragment, compiled);
  return compiled;
}
