import { describe, expect, it } from 'vitest';
import type { RouteDeclaration } from '../../src/adapters/http/route.ts';
import { declareRoute } from '../../src/adapters/http/route.ts';

const bare = {
  method: 'get',
  path: '/secrets',
  operationId: 'listSecrets',
  tag: 'Service',
  summary: 'List the secrets',
  answers: { 204: { description: 'None' } },
  errors: [],
} as const;

describe('declareRoute', () => {
  it.each([{}, { permission: undefined }, { permission: '' }, { permission: [] }])(
    'refuses a route with no permission: %j',
    (forgotten) => {
      const declaration = { ...bare, ...forgotten } as unknown as RouteDeclaration;
      expect(() => declareRoute(declaration)).toThrow('listSecrets declares no permission');
    },
  );

  it('takes one with a permission, or a choice of them', () => {
    expect(declareRoute({ ...bare, permission: 'users:read' }).permission).toBe('users:read');
    expect(declareRoute({ ...bare, permission: ['users:read'] }).permission).toEqual(['users:read']);
  });
});
