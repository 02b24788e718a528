import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { TooManyRequests } from '../../../application/shared/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import { ServerBusy } from '../../../application/shared/server-busy.ts';
import { PermissionDenied, SessionRequired, Unauthenticated } from '../../../domain/access/actor.ts';
import { ANONYMOUS_ROLE, BUILT_IN_ROLES } from '../../../domain/access/role.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { DomainErrorClass } from '../../../domain/shared/errors.ts';
import { ValidationFailed } from '../../../domain/shared/errors.ts';
import type { ErrorForm } from '../problems/error-form.ts';
import { STATUS_OF_KIND } from '../problems/error-handler.ts';
import type { HttpProblemCode } from '../problems/http-problem.ts';
import { HTTP_PROBLEM_STATUS } from '../problems/http-problem.ts';
import type { CompleteWording, ProblemCode } from '../problems/wording.ts';
import { headersOf } from './documented-headers.ts';
import { FORM_TYPE, JSON_TYPE, MULTIPART_TYPE } from './media-types.ts';
import { PROBLEM_HEADERS, ProblemComponents } from './problem-components.ts';
import type { AnswerDeclaration, RouteDeclaration } from './route.ts';
import { isProbe, pathsOf, permissionsOf } from './route.ts';

type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;
type Responses = RouteConfig['responses'];

/**
 * `title`, `description`, `contact`, `license` (an SPDX identifier): the head of the document. `logIn`: where a client
 * gets a token for a password, and a text that explains the fields. `tags`: the subjects of the document, in display order.
 */
export type DocumentedApi = {
  readonly title: string;
  readonly description: string;
  readonly contact: string;
  readonly license: string;
  readonly logIn: { readonly path: string; readonly description: string };
  readonly routes: readonly RouteDeclaration[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly wording: CompleteWording;
};

const ALIASES = {
  name: 'Aliases',
  description:
    'Other paths of the same operations, for existing clients. They continue to work, but new clients should use the main paths.',
};

/**
 * The OpenAPI 3.1 document of the given routes. Without `publicUrl` its addresses are relative to the URL of the
 * document, so they are also right behind a proxy that removes a prefix.
 */
export function openApiDocument(
  api: DocumentedApi,
  { version, publicUrl }: { readonly version: string; readonly publicUrl?: string | undefined },
): OpenApiDocument {
  const { title, description, contact, license, logIn, routes, tags, wording } = api;
  const registry = new OpenAPIRegistry();
  const tokenUrl = publicUrl === undefined ? logIn.path.slice(1) : publicUrl + logIn.path;
  const password = registry.registerComponent('securitySchemes', 'password', {
    type: 'oauth2',
    description: logIn.description,
    flows: { password: { tokenUrl, refreshUrl: tokenUrl, scopes: {} } },
  });
  const bearer = registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token, or a personal access token',
  });
  const components = new ProblemComponents(registry, { wording, publicUrl });
  for (const route of routes) {
    const withToken = [{ [password.name]: [] }, { [bearer.name]: [] }];
    const security = route.permission === 'public' ? [] : [...withToken, ...(isOpenToAll(route) ? [{}] : [])];
    for (const [index, path] of pathsOf(route).entries()) {
      registry.registerPath({ ...operation(route, components), path, security, ...aliasOf(route, index) });
    }
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title, version, description, contact: { name: contact }, license: { name: license, identifier: license } },
    // Without a slash at the end, because the paths begin with one.
    servers: [{ url: publicUrl ?? '.' }],
    tags: [...tags, ALIASES],
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
    ...(route.needsSession ? [SessionRequired] : []),
    ...(takesInput ? [ValidationFailed] : []),
    ...(route.limit ? [TooManyRequests, StorageUnavailable] : []),
    ...(route.isExpensive || route.stores ? [TooManyRequests] : []),
    ...route.errors,
  ];
  const httpProblems: readonly HttpProblemCode[] = [
    'malformed-request',
    ...(route.body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(route.isSameOriginOnly || route.acceptsForm ? (['cross-origin-request'] as const) : []),
    ...(route.httpProblems ?? []),
    'internal-error',
  ];
  return new Map<ProblemCode, number>([
    ...domainErrors.map(({ code, kind }) => [code, STATUS_OF_KIND[kind]] as const),
    ...httpProblems.map((code) => [code, HTTP_PROBLEM_STATUS[code]] as const),
  ]);
}

const conditionalHeaders = z.object({
  'If-None-Match': z
    .string()
    .optional()
    .meta({ description: 'The `ETag` of the version that the client has', example: '"4f2a"' }),
});

const notModified = { description: 'The client’s version is current', headers: headersOf({ headers: ['ETag'] }) };

function operation(route: RouteDeclaration, components: ProblemComponents): Omit<RouteConfig, 'path'> {
  const { [JSON_TYPE]: list, ...files } = route.file?.types ?? {};
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
    responses: { ...answers(route), ...problems(route, components) },
  };
}

/** Swagger UI shows a file picker for `binary`. */
const formWithFile = z.object({
  file: z.string().meta({
    format: 'binary',
    description: 'The only part of the form. Its field may have any name',
    example: 'Title,Year,Score\nМатрица,1999,9\n',
  }),
});

/** The union, with the example of the first schema. */
function eitherOf(first: z.ZodType, second: z.ZodType): z.ZodType {
  return z.union([first, second]).meta({ example: first.meta()?.['example'] });
}

/**
 * How the document marks another path of an operation. Generators that know `deprecated` or `x-internal` leave it out.
 * Other tools show it under a tag of its own.
 */
function aliasOf(route: RouteDeclaration, index: number) {
  const main = index > 0 ? route : route.aliasOf;
  if (main === undefined) return {};
  return {
    ...(index > 0 && { operationId: `${route.operationId}Alias${index}` }),
    description: `The same as \`${main.method.toUpperCase()} ${main.path}\`.`,
    tags: [ALIASES.name],
    deprecated: true,
    'x-internal': true,
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

function problems(route: RouteDeclaration, components: ProblemComponents): Responses {
  if (route.errorForm) return formedErrors(route, route.errorForm);
  const byStatus = Map.groupBy(problemCodesOf(route), ([, status]) => status);
  return Object.fromEntries(
    Array.from(byStatus, ([status, entries]) => [
      status,
      components.response(
        status,
        entries.map(([code]) => code),
      ),
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
          [JSON_TYPE]: {
            schema: form.schema,
            examples: Object.fromEntries(those.map(({ code, body }) => [code, { value: body }])),
          },
        },
      },
    ]),
  );
}
