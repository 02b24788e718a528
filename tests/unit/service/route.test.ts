import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnswerOf, RouteDeclaration } from '../../../src/adapters/http/routing/route.ts';
import { declareRoute } from '../../../src/adapters/http/routing/route.ts';

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

describe('the answer of a route', () => {
  const streamed = { status: 200, body: (async function* () {})() } as const;
  const declared = {
    ...bare,
    permission: 'public',
    answers: { 200: { description: '', body: z.array(z.string()) } },
  } as const;

  it('may be a stream where the route says that it is expensive, and so takes turns', () => {
    const route = declareRoute({ ...declared, isExpensive: true });
    const answer: AnswerOf<typeof route> = streamed;
    expect([answer.status, route.isExpensive]).toEqual([200, true]);
  });

  it('may not be one otherwise: that would have no limit', () => {
    const route = declareRoute(declared);
    // @ts-expect-error -- the compiler refuses it
    const answer: AnswerOf<typeof route> = streamed;
    expect([answer.status, 'isExpensive' in route]).toEqual([200, false]);
  });
});
