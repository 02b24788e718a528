import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import type { ErrorForm } from '../../../src/adapters/http/problems/error-form.ts';
import type { ProblemCode } from '../../../src/adapters/http/problems/wording.ts';
import { problemCodesOf } from '../../../src/adapters/http/routing/openapi.ts';
import type { RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
import { expressPath, pathsOf } from '../../../src/adapters/http/routing/route.ts';
import { packageVersion } from '../../../src/bootstrap/package-root.ts';
import { registeredIn } from '../../support/express-routes.ts';
import type { Schema } from '../../support/openapi-document.ts';
import { document, operations, resolved } from '../../support/openapi-document.ts';
import { OPENAPI_STRUCTURE } from '../../support/openapi-structure.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

/** Routes that describe the API and do not belong to it. */
const UNDOCUMENTED = ['get /', 'get /openapi.json'];
const UNDOCUMENTED_PATHS = ['/', '/openapi.json'];

const ajv = validator({ strictTypes: false });

function validator(options: { strictTypes: boolean }): Ajv2020 {
  const one = new Ajv2020({ ...options, strict: true, allowUnionTypes: true, allErrors: true });
  addFormats(one);
  one.addKeyword('example');
  one.addKeyword('discriminator');
  for (const [name, schema] of Object.entries(document.components.schemas)) one.addSchema(relocated(schema), name);
  return one;
}

/** The schema with references that Ajv finds outside of the document. */
function relocated(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"')) as Schema;
}

/** The faults of the value according to the schema; `undefined` if there are none. */
function faultsOf(schema: Schema, value: unknown): string | undefined {
  const validate = ajv.compile(relocated(schema));
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

/** Whether a reader or Swagger UI can make an example from the schema alone. */
function givesExample(schema: Schema): boolean {
  const { example, enum: values, const: only, default: usual, type, properties, items } = resolved(schema);
  if ([example, values, only, usual].some((given) => given !== undefined)) return true;
  if (type === 'array') return givesExample(items as Schema);
  return type === 'object' && Object.values(properties as Record<string, Schema>).every(givesExample);
}

/** All schemas of the document, each once, including nested ones. */
function distinctSchemas(): Schema[] {
  return [...new Map(schemasIn(document).map((schema) => [JSON.stringify(schema), schema])).values()];
}

function schemasIn(node: unknown, isSchema = false): Schema[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = isSchema ? [node as Schema] : [];
  const inner = Object.entries(node).flatMap(([key, value]) => {
    if (key === 'example' || key === 'examples') return [];
    if (key === 'schema' || key === 'items') return schemasIn(value, true);
    if (['schemas', 'properties', 'allOf', 'anyOf', 'oneOf'].includes(key)) {
      return Object.values(value as object).flatMap((schema) => schemasIn(schema, true));
    }
    return schemasIn(value);
  });
  return [...own, ...inner];
}

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('the router', () => {
  const routes = () => registeredIn(app.application).filter(({ path }) => path !== '/{*splat}');

  it('has the operations of the document, each once, and no others', () => {
    const registered = routes()
      .filter(({ method }) => method !== 'all' && method !== 'use')
      .map(({ method, path }) => `${method} ${path}`);
    const documented = operations.map(({ method, path }) => `${method} ${expressPath(path)}`);
    expect(registered.toSorted()).toEqual([...documented, ...UNDOCUMENTED].toSorted());
  });

  it('answers 405 for other methods of exactly the paths of the document and its own', () => {
    const caught = routes().filter(({ method }) => method === 'all');
    const documented = [...Object.keys(document.paths).map(expressPath), ...UNDOCUMENTED_PATHS];
    expect(caught.map(({ path }) => path).toSorted()).toEqual(documented.toSorted());
  });

  it('has no middleware with paths of its own except the documentation and the page', () => {
    const mounted = routes().filter(({ method }) => method === 'use');
    expect([...new Set(mounted.map(({ path }) => path))].toSorted()).toEqual(['/', '/app', '/docs']);
  });

  it('has no route with a parameter before a literal one that it would hide', () => {
    const registered = routes().filter(({ method }) => method !== 'use');
    const hidden = registered.filter(({ method, path }, index) =>
      registered
        .slice(0, index)
        .some((earlier) => earlier.method === method && earlier.path !== path && templateOf(earlier.path).test(path)),
    );
    expect(hidden).toEqual([]);
  });

  function templateOf(path: string): RegExp {
    return new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
  }
});

describe('the document', () => {
  it('is the one that is served', async () => {
    const served = await fetch(`${app.url}/openapi.json`);
    expect(served.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await served.json()).toEqual({ ...document, info: { ...document.info, version: packageVersion() } });
  });

  it('has the structure of OpenAPI 3.1', () => {
    const structure = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
    const validate = structure.compile(OPENAPI_STRUCTURE);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has no broken reference and no unused component', () => {
    const text = JSON.stringify(document);
    const referred = new Set(Array.from(text.matchAll(/"\$ref":"(.*?)"/g), ([, to]) => String(to)));
    const { schemas, responses, examples } = document.components;
    const defined = Object.entries({ schemas, responses, examples }).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `#/components/${kind}/${name}`),
    );
    expect([...referred].toSorted()).toEqual(defined.toSorted());
  });

  it('has schemas that are strictly valid in JSON Schema 2020-12', () => {
    const strict = validator({ strictTypes: true });
    const faults = distinctSchemas().flatMap((schema) => {
      try {
        strict.compile(relocated(schema));
        return [];
      } catch (error) {
        return [(error as Error).message];
      }
    });
    expect(faults).toEqual([]);
    expect(distinctSchemas().length).toBeGreaterThan(50);
  });

  it('has examples that match their schemas', () => {
    const faults = distinctSchemas()
      .filter(({ example }) => example !== undefined)
      .map((schema) => ({ schema, faults: faultsOf(schema, schema['example']) }));
    expect(faults.filter((one) => one.faults !== undefined)).toEqual([]);
    expect(faults.length).toBeGreaterThan(20);
  });

  it('has tags with descriptions, which are all used', () => {
    const used = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
    expect(document.tags.map(({ name }) => name).toSorted()).toEqual([...used].toSorted());
    expect(document.tags.filter(({ description }) => !description)).toEqual([]);
  });

  it('has unique operation ids', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('marks only aliases for readers and generators, so that every use case appears once', () => {
    const names = API.routes.filter(({ aliasOf }) => !aliasOf).map(({ method, path }) => `${method} ${path}`);
    expect(
      operations
        .filter(({ operation }) => !operation.deprecated)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names.toSorted());
    const aliases = operations.filter(({ name }) => !names.includes(name));
    expect(aliases).toHaveLength(9);
    for (const { operation } of aliases) {
      expect(operation).toMatchObject({ deprecated: true, 'x-internal': true, tags: ['Aliases'] });
      const [, method, path] = /^The same as `(\w+) (.+)`\.$/.exec(operation.description ?? '') ?? [];
      expect(names).toContain(`${method?.toLowerCase()} ${path}`);
    }
  });

  it('has one schema for all codes of problems and one for those of faults', () => {
    const { ProblemCode, FaultCode, Problem } = document.components.schemas;
    expect(ProblemCode?.['enum']).toEqual(Object.keys(API.wording.problems));
    expect(FaultCode?.['enum']).toEqual(Object.keys(API.wording.faults));
    expect(Problem?.['properties']).toMatchObject({ code: { $ref: '#/components/schemas/ProblemCode' } });
  });
});

/** The codes of a schema of problems, or of a union of them, all with this status. */
function codesOf(schema: Schema, status: number): string[] {
  const { oneOf, discriminator } = schema as { oneOf?: Schema[]; discriminator?: { mapping: Record<string, string> } };
  const codes = (oneOf ?? [schema]).map((one) => {
    const [problem, own] = resolved(one)['allOf'] as [Schema, { properties: Record<'status' | 'code', Schema> }];
    expect(problem).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(own.properties.status['enum']).toEqual([status]);
    expect(own.properties.code['enum']).toHaveLength(1);
    return [(own.properties.code['enum'] as string[])[0]!, one['$ref']] as const;
  });
  if (oneOf) expect(Object.entries(discriminator?.mapping ?? {})).toEqual(codes);
  return codes.map(([code]) => code);
}

/** Errors in another form than problem details. */
function expectFormedExamples(route: RouteDeclaration, form: ErrorForm): void {
  const documented = operations.find(({ operation }) => operation.operationId === route.operationId);
  for (const [code, usualStatus] of problemCodesOf(route)) {
    const { status, body } = form.answerTo({ code, status: usualStatus });
    const shown = documented?.operation.responses[status]?.content?.['application/json']?.examples?.[code];
    expect(shown).toEqual({ value: body });
  }
}

describe.each(operations)('$name', ({ path, operation }) => {
  const route = API.routes.find(
    (one) => pathsOf(one).includes(path) && operation.operationId.startsWith(one.operationId),
  );

  it('has one tag and a summary', () => {
    expect(operation.tags).toEqual([expect.any(String)]);
    expect(operation.summary).toMatch(/^\p{Lu}.*[^.]$/u);
  });

  it('requires a token if the route needs a permission, and says if anonymous callers may have it', () => {
    const schemes = Object.keys(document.components.securitySchemes).map((name) => ({ [name]: [] }));
    const withoutToken = ['catalogue:read', 'anyone'].includes(String(route?.permission)) ? [{}] : [];
    expect(operation.security).toEqual(route?.permission === 'public' ? [] : [...schemes, ...withoutToken]);
  });

  it('has the parameters of its path, each with a description or an example', () => {
    const parameters = operation.parameters ?? [];
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect(inPath).toEqual(Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name));
    expect(new Set(parameters.map(({ name, in: place }) => `${place} ${name}`)).size).toBe(parameters.length);
    const silent = parameters.filter(
      (one) => !one.description && !givesExample(one.schema) && one.example === undefined,
    );
    expect(silent).toEqual([]);
  });

  it('describes every answer and every header of it', () => {
    for (const { description, headers = {} } of Object.values(operation.responses)) {
      expect(description).not.toBe('');
      expect(headers).toHaveProperty('X-Request-Id');
      expect(Object.values(headers).filter((header) => !header.description)).toEqual([]);
    }
  });

  it('has an example of every body', () => {
    const bodies = { request: operation.requestBody ?? {}, ...operation.responses };
    const silent = Object.entries(bodies).flatMap(([place, { content = {} }]) =>
      Object.entries(content)
        .filter(([, { schema, example, examples }]) => (example ?? examples) === undefined && !givesExample(schema))
        .map(([type]) => `${place} ${type}`),
    );
    expect(silent).toEqual([]);
  });

  it('has an example for each of its problems, under its status', () => {
    if (route?.errorForm) {
      expectFormedExamples(route, route.errorForm);
      return;
    }
    const shown = Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      Object.entries(content['application/problem+json']?.examples ?? {}).map(([code, { value }]) => {
        expect(faultsOf(content['application/problem+json']!.schema, value)).toBeUndefined();
        expect(value).toMatchObject({ code, status: Number(status), type: `/problems/${code}` });
        return [code, Number(status)];
      }),
    );
    expect(new Map(shown as [string, number][])).toEqual(route && problemCodesOf(route));
  });

  it('enumerates for each status exactly the codes that can occur', () => {
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const { schema, examples = {} } = content['application/problem+json'] ?? {};
      const codes = schema ? codesOf(schema, Number(status)) : [];
      expect(codes.toSorted()).toEqual(Object.keys(examples).toSorted());
    }
  });
});

describe('every problem', () => {
  const codes = Object.keys(API.wording.problems) as ProblemCode[];

  it.each(codes)('%s has English and Russian texts, even on its page', async (code) => {
    const { title, detail } = API.wording.problems[code];
    for (const text of [title, detail]) {
      expect(text.en).not.toMatch(/\p{Script=Cyrillic}/u);
      expect(text.ru).toMatch(/\p{Script=Cyrillic}/u);
    }
    const page = await app.call('GET', `/problems/${code}`);
    expect(page.status).toBe(200);
    for (const text of [title.en, title.ru, detail.en, detail.ru]) expect(page.text).toContain(text);
  });

  it('of a field has English and Russian texts', () => {
    const untold = Object.values(API.wording.faults).filter(
      ({ en, ru }) => /\p{Script=Cyrillic}/u.test(en) || !/\p{Script=Cyrillic}/u.test(ru),
    );
    expect(untold).toEqual([]);
  });

  it('except 405, which belongs to no operation, is documented by an operation', () => {
    const documented = new Set(API.routes.flatMap((route) => [...problemCodesOf(route).keys()]));
    expect(codes.filter((code) => !documented.has(code))).toEqual(['method-not-allowed']);
  });
});
