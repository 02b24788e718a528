import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API } from '../../../src/adapters/http/api.ts';
import type { ProblemCode } from '../../../src/adapters/http/problems/wording.ts';
import { problemCodesOf } from '../../../src/adapters/http/routing/openapi.ts';
import type { RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
import { pathsOf } from '../../../src/adapters/http/routing/route.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import { BOOM, differentRecipes, GENERIC, recipeFor, SPECIFIC } from './problem-recipes.ts';
import type { Theatre } from './problem-scene.ts';
import { startTheatre } from './problem-scene.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await startTheatre();
});
afterAll(() => theatre.close());

function codeOf({ body }: Answer): unknown {
  return (body as { code?: unknown }).code;
}

type Documented = { readonly route: RouteDeclaration; readonly code: ProblemCode; readonly status: number };

/** Expects the documented status and body, and the headers that belong to them. */
function expectProblem(answer: Answer, { route, code, status }: Documented): void {
  expect(answer.headers.get('retry-after') ?? 'none').toMatch(isTemporary(status) ? /^[1-9]\d*$/ : /^none$/);
  if (route.errorForm) {
    const { body, ...formed } = route.errorForm.answerTo({ code, status });
    expect([answer.status, answer.body]).toEqual([formed.status, body]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    return;
  }
  expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('www-authenticate') ?? 'none').toBe(challengeOf(code, status));
}

function isTemporary(status: number): boolean {
  return status === 429 || status === 503;
}

function challengeOf(code: ProblemCode, status: number): string {
  if (code === 'invalid-token' || code === 'refresh-token-reused') return 'Bearer error="invalid_token"';
  if (code === 'permission-denied' || code === 'session-required') return 'Bearer error="insufficient_scope"';
  return status === 401 ? 'Bearer' : 'none';
}

/** Every operation with all its names. */
const operations = API.routes.flatMap((route) =>
  pathsOf(route).map((path) => ({ route, path, name: `${route.method} ${path}` })),
);

/** The answers of an operation do not depend on its name. */
const underFirstName = operations.filter(({ route, path }) => path === route.path);

const documented = underFirstName.flatMap((operation) =>
  [...problemCodesOf(operation.route)].map(([code, status]) => ({ ...operation, code, status })),
);

describe('a documented problem', () => {
  // The tests of internal errors below cause this one, with every name.
  it.each(documented.filter(({ code }) => code !== 'internal-error'))(
    'occurs in $name: $status $code',
    async ({ route, path, code, status }) => {
      expectProblem(await recipeFor(route, code)(await theatre.open(), { route, path }), { route, code, status });
    },
  );

  it('has no recipe for an undocumented problem', () => {
    const specific = Object.entries(SPECIFIC).flatMap(([operationId, recipes]) =>
      Object.keys(recipes).map((code) => `${operationId} ${code}`),
    );
    const reachable = new Set(documented.map(({ route, code }) => `${route.operationId} ${code}`));
    expect(specific.filter((combination) => !reachable.has(combination))).toEqual([]);
    const codes = new Set<string>(documented.map(({ code }) => code));
    expect(Object.keys(GENERIC).filter((code) => !codes.has(code))).toEqual([]);
  });
});

describe('an undocumented problem', () => {
  it.each(underFirstName)('is none that $name answers with, whatever goes wrong', async ({ route, path }) => {
    const codes = problemCodesOf(route);
    const fitting = ['no problem', ...codes.keys()];
    const forms = new Set(
      Array.from(codes, ([each, status]) => JSON.stringify(route.errorForm?.answerTo({ code: each, status }).body)),
    );
    const undocumented = (Object.keys(GENERIC) as ProblemCode[]).filter((code) => !codes.has(code));
    const recipes = differentRecipes({ route, path }, undocumented);
    expect(recipes.size).toBeGreaterThan(0);
    for (const [recipe, code] of recipes) {
      const answer = await recipe(await theatre.open(), { route, path });
      const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
      if (route.errorForm && answer.status >= 400) expect([...forms], code).toContain(answer.text);
      expect(fitting, code).toContain(isProblem ? codeOf(answer) : 'no problem');
    }
  });
});

describe('an internal error', () => {
  it.each(operations)('of $name is reported only to the operator', async ({ route, path }) => {
    const answer = await recipeFor(route, 'internal-error')(await theatre.open(), { route, path });
    expectProblem(answer, { route, code: 'internal-error', status: 500 });
    expect(answer.text + JSON.stringify([...answer.headers])).not.toMatch(/boom|12345|\bat /);
    const requestId = answer.headers.get('x-request-id');
    expect(theatre.app.log.filter((line) => line['request_id'] === requestId && line['level'] === 'error')).toEqual([
      expect.objectContaining({ cause: expect.objectContaining({ message: BOOM.message }) as object }),
    ]);
  });
});
