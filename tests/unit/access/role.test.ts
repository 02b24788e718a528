import { describe, expect, it } from 'vitest';
import { isGivenByHand, rolesOf } from '../../../src/domain/access/role.ts';
import { aUser } from '../../builders/user.ts';

describe('rolesOf', () => {
  it('adds the role user to the given roles', () => {
    expect(rolesOf(aUser())).toEqual(['user']);
    expect(rolesOf(aUser({ roles: ['admin', 'subscribers'] }))).toEqual(['user', 'admin', 'subscribers']);
  });
});

describe('isGivenByHand', () => {
  it.each([
    ['anonymous', false],
    ['user', false],
    ['subscribers', true],
    ['admin', true],
    ['киноклуб', true],
  ])('of %s is %s', (name, given) => {
    expect(isGivenByHand(name)).toBe(given);
  });
});
