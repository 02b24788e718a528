import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import { PermissionDenied, Unauthenticated } from '../../../domain/access/actor.ts';
import { ANONYMOUS_ROLE, BUILT_IN_ROLES } from '../../../domain/access/role.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { DomainErrorClass } from '../../../domain/shared/errors.ts';
import { ValidationFailed } from '../../../domain/shared/errors.ts';
import { FORM_TYPE, JSON_TYPE, MULTIPART_TYPE } from '../input/media-types.ts';
import type { AnswerHeader } from '../output/headers.ts';
import { ANSWER_HEADERS } from '../output/headers.ts';
import type { ErrorForm } from '../problems/error-form.ts';
import { STATUS_OF_KIND } from '../problems/error-handler.ts';
import type { HttpProblemCode } from '../problems/http-problem.ts';
import { HTTP_PROBLEM_STATUS } from '../problems/http-problem.ts';
import { problemView, toFaultViews, toProblemView } from '../problems/problem.ts';
import type { CompleteWording, ProblemCode } from '../problems/wording.ts';
import type { AnswerDeclaration, RouteDeclaration } from './route.ts';
import { isProbe, pathsOf, permissionsOf } from './route.ts';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;
type Responses = RouteConfig['responses'];

const PROBLEM_HEADERS: Readonly<Record<number, readonly AnswerHeader[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  429: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  503: ['Retry-After'],
};

/**
 * `title`, `description`, `license` (an SPDX identifier): the head of the document. `logIn`: where a password is exchanged
 * for a token, and what people type there. `tags`: the subjects of the document, in display order.
 */
export type DocumentedApi = {
  readonly title: string;
  readonly description: string;
  readonly license: string;
  readonly logIn: { readonly path: string; readonly description: string };
  readonly routes: readonly RouteDeclaration[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly wording: CompleteWording;
};

/** The OpenAPI 3.1 document of the given routes. */
export function openApiDocument(api: DocumentedApi, version: string): OpenApiDocument {
  const { title, description, license, logIn, routes, tags, wording } = api;
  const registry = new OpenAPIRegistry();
  const password = registry.registerComponent('securitySchemes', 'password', {
    type: 'oauth2',
    description: logIn.description,
    flows: { password: { tokenUrl: logIn.path, refreshUrl: logIn.path, scopes: {} } },
  });
  const bearer = registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token',
  });
  for (const route of routes) {
    const withToken = [{ [password.name]: [] }, { [bearer.name]: [] }];
    const security = route.permission === 'public' ? [] : [...withToken, ...(isOpenToAll(route) ? [{}] : [])];
    for (const [index, path] of pathsOf(route).entries()) {
      registry.registerPath({ ...operation(route, wording), path, security, ...(index > 0 && aliasOf(route, index)) });
    }
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title, version, description, license: { name: license, identifier: license } },
    servers: [{ url: '/' }],
    tags: [...tags],
  });
}

/** Whether `anonymous` has the permission in a new installation. Administrators can change that. */
function isOpenToAll(route: RouteDeclaration): boolean {
  const byAnonymous = BUILT_IN_ROLES.find(({ name }) => name === ANONYMOUS_ROLE)?.permissions ?? [];
  return permissionsOf(route).every((permission) => byAnonymous.includes(permission));
}

/** The codes and statuses of all problems that the operation declares. */
export function problemCodesOf(route: RouteDeclaration): ReadonlyMap<ProblemCode, number> {
  const takesInput = route.params ?? route.query ?? route.body;
  const domainErrors: readonly DomainErrorClass[] = [
    ...(isProbe(route.path) ? [] : [ServerBusy]),
    ...(route.permission === 'public' ? [] : [InvalidToken, StorageUnavailable]),
    ...(permissionsOf(route).length === 0 ? [] : [Unauthenticated, PermissionDenied]),
    ...(takesInput ? [ValidationFailed] : []),
    ...(route.limit ? [TooManyRequests, StorageUnavailable] : []),
    ...(route.isExpensive ? [TooManyRequests] : []),
    ...route.errors,
  ];
  const httpProblems: readonly HttpProblemCode[] = [
    'malformed-request',
    ...(route.body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(route.isSameOriginOnly ? (['cross-origin-request'] as const) : []),
    ...(route.httpProblems ?? []),
    'internal-error',
  ];
  return new Map<ProblemCode, number>([
    ...domainErrors.map(({ code, kind }) => [code, STATUS_OF_KIND[kind]] as const),
    ...httpProblems.map((code) => [code, HTTP_PROBLEM_STATUS[code]] as const),
  ]);
}

const conditionalHeaders = z.object({
  'If-None-Match': z.string().optional().meta({ description: 'The `ETag` of the version that the client has' }),
});

const notModified = { description: 'The client’s version is current', headers: headersOf({ headers: ['ETag'] }) };

function operation(route: RouteDeclaration, wording: CompleteWording): Omit<RouteConfig, 'path'> {
  const { 'application/json': list, ...files } = route.file?.types ?? {};
  const content = route.body && {
    ...(route.acceptsForm !== 'only' && {
      [JSON_TYPE]: { schema: list ? eitherOf(list, route.body) : route.body },
    }),
    ...Object.fromEntries(Object.entries(files).map(([type, schema]) => [type, { schema }])),
    ...(route.file && { [MULTIPART_TYPE]: { schema: formWithFile } }),
    ...(route.acceptsForm && { [FORM_TYPE]: { schema: route.body } }),
  };
  return {
    method: route.method,
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    request: {
      ...(route.params && { params: route.params }),
      ...(route.query && { query: route.query }),
      ...(route.cookies && { cookies: route.cookies }),
      ...(content && { body: { content, required: true } }),
      ...(route.isConditional && { headers: conditionalHeaders }),
    },
    responses: { ...answers(route), ...problems(route, wording) },
  };
}

/** Swagger UI shows a file picker for `binary`. */
const formWithFile = z.object({
  file: z.string().meta({
    format: 'binary',
    description: 'The only part. Its field may have any name',
    example: 'Title,Year,Score\nМатрица,1999,9\n',
  }),
});

/** The union, with the example of the first schema. */
function eitherOf(first: z.ZodType, second: z.ZodType): z.ZodType {
  return z.union([first, second]).meta({ example: first.meta()?.['example'] });
}

function aliasOf(route: RouteDeclaration, index: number) {
  return {
    operationId: `${route.operationId}Alias${index}`,
    description: `The same as \`${route.method.toUpperCase()} ${route.path}\`.`,
  };
}

function answers(route: RouteDeclaration): Responses {
  const declared = Object.entries(route.answers).map(([status, answer]) => {
    const headers = [...(route.isConditional ? (['ETag'] as const) : []), ...(answer.headers ?? [])];
    return [status, { ...answerOf(answer), headers: headersOf({ ...answer, headers }) }] as const;
  });
  return { ...Object.fromEntries(declared), ...(route.isConditional && { 304: notModified }) };
}

function answerOf({ description, body, contentType = JSON_TYPE, otherTypes = {} }: AnswerDeclaration) {
  const types = Object.entries({ ...(body && { [contentType]: body }), ...otherTypes });
  if (types.length === 0) return { description };
  return { description, content: Object.fromEntries(types.map(([type, schema]) => [type, { schema }])) };
}

function headersOf({ headers = [], ownHeaders = {} }: Pick<AnswerDeclaration, 'headers' | 'ownHeaders'>) {
  const described = headers.map((name) => [name, ANSWER_HEADERS[name]] as const);
  return Object.fromEntries(
    [['X-Request-Id', 'Id of this request'] as const, ...Object.entries(ownHeaders), ...described].map(
      ([name, description]) => [name, { description, schema: { type: 'string' as const } }],
    ),
  );
}

function problems(route: RouteDeclaration, wording: CompleteWording): Responses {
  if (route.errorForm) return formedErrors(route, route.errorForm);
  const codes = [...problemCodesOf(route)];
  const byStatus = Map.groupBy(codes, ([, status]) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, entries]) => [
      status,
      {
        headers: headersOf({ headers: PROBLEM_HEADERS[status] ?? [] }),
        description: entries.map(([code]) => wording.problems[code].title.en).join(' · '),
        content: {
          'application/problem+json': {
            schema: problemView,
            examples: Object.fromEntries(entries.map(([code]) => [code, exampleOf(code, status, wording)])),
          },
        },
      },
    ]),
  );
}

function formedErrors(route: RouteDeclaration, form: ErrorForm): Responses {
  const errors = Array.from(problemCodesOf(route), ([code, status]) => ({ code, ...form.answerTo({ code, status }) }));
  const byStatus = Map.groupBy(errors, ({ status }) => status);
  return Object.fromEntries(
    Array.from(byStatus, ([status, those]) => [
      status,
      {
        headers: headersOf({ headers: PROBLEM_HEADERS[status] ?? [] }),
        description: 'Refused, or not possible now',
        content: {
          'application/json': {
            schema: form.schema,
            examples: Object.fromEntries(those.map(({ code, body }) => [code, { value: body }])),
          },
        },
      },
    ]),
  );
}

function exampleOf(code: ProblemCode, status: number, wording: CompleteWording) {
  const text = wording.problems[code];
  const fault = { in: 'body', field: 'name', code: 'too-long', limit: 100 } as const;
  const errors = code === 'validation-failed' ? toFaultViews([fault], wording, 'en') : undefined;
  return {
    summary: text.title.en,
    value: toProblemView(
      { code, status, text, ...(errors && { errors }) },
      { requestId: '0b9f3c1e-4f7a-4c0e-9d7b-2f3a8e6c1d50', language: 'en' },
    ),
  };
}
