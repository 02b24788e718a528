import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnswerOf, RouteDraft } from '../../../src/adapters/http/routing/route.ts';
import { declareRoute } from '../../../src/adapters/http/routing/route.ts';
import { declareOperation } from '../../../src/application/shared/operation.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { RoleNotFound } from '../../../src/domain/access/role.ts';

const bare = {
  method: 'get',
  path: '/secrets',
  operation: declareOperation('listSecrets', 'users:read'),
  tag: 'Service',
  summary: 'List the secrets',
  answers: { 204: { description: 'None' } },
  errors: [RoleNotFound],
} as const satisfies RouteDraft;

/** A declaration that bypasses the compiler. */
function unchecked(facts: object): ReturnType<typeof declareRoute> {
  return declareRoute({ ...bare, ...facts });
}

describe('declareRoute', () => {
  it('takes name and permission from the operation', () => {
    expect(declareRoute(bare)).toMatchObject({ operationId: 'listSecrets', permission: 'users:read' });
    const choice = declareOperation('listSecrets', ['users:read', 'users:manage']);
    expect(declareRoute({ ...bare, operation: choice }).permission).toEqual(['users:read', 'users:manage']);
  });

  it('adds the error of an unavailable database unless none is needed', () => {
    expect(declareRoute(bare).errors).toEqual([RoleNotFound, StorageUnavailable]);
    expect(declareRoute({ ...bare, storage: 'fallback' }).errors).toEqual([RoleNotFound, StorageUnavailable]);
    expect(declareRoute({ ...bare, storage: 'none' }).errors).toEqual([RoleNotFound]);
  });

  it.each([undefined, '', [], 'service'])('refuses an operation that no caller may run: %j', (permission) => {
    const operation = { name: 'listSecrets', permission };
    expect(() => unchecked({ operation })).toThrow('listSecrets declares no permission that a caller can hold');
  });

  it('refuses a permission besides that of the operation', () => {
    expect(() => unchecked({ permission: 'anyone' })).toThrow('listSecrets states a permission');
  });

  it('refuses an id that names another operation', () => {
    expect(() => unchecked({ operationId: 'showSecrets' })).toThrow('The route showSecrets runs listSecrets');
    expect(unchecked({ operationId: 'listSecretsByPath' }).operationId).toBe('listSecretsByPath');
  });

  it('refuses a declared error of an unavailable database, because it is derived', () => {
    expect(() => unchecked({ errors: [StorageUnavailable] })).toThrow('listSecrets states StorageUnavailable');
  });
});

describe('the answer of a route', () => {
  const streamed = { status: 200, body: (async function* () {})() } as const;
  const declared = {
    ...bare,
    operation: declareOperation('listSecrets', 'public'),
    answers: { 200: { description: '', body: z.array(z.string()) } },
  } as const;

  it('may be a stream if the route is declared expensive', () => {
    const route = declareRoute({ ...declared, isExpensive: true });
    const answer: AnswerOf<typeof route> = streamed;
    expect([answer.status, route.isExpensive]).toEqual([200, true]);
  });

  it('may not be a stream otherwise', () => {
    const route = declareRoute(declared);
    // @ts-expect-error -- the compiler refuses it
    const answer: AnswerOf<typeof route> = streamed;
    expect([answer.status, 'isExpensive' in route]).toEqual([200, false]);
  });
});
