import { describe, expect, it } from 'vitest';
import { UuidV7Generator } from '../../../src/adapters/system/uuid-v7-generator.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { isNewcomer } from '../../../src/domain/accounts/newcomer.ts';
import { anonymous, aUserActor, operator } from '../../builders/actor.ts';

const DAY_MS = 24 * 3600 * 1000;
const createdAt = Date.parse('2026-11-20T12:00:00.000Z');
const userId = `${createdAt
  .toString(16)
  .padStart(12, '0')
  .replace(/^(.{8})/, '$1-')}-7abc-8abc-0123456789ab`;
const daysLater = (days: number) => new Date(createdAt + days * DAY_MS);

describe('isNewcomer', () => {
  it('treats an account as new until it has the age', () => {
    const actor = aUserActor({ userId });
    const ages = [-1, 0, 6.999, 7, 8, 400];
    expect(ages.map((age) => isNewcomer(actor, daysLater(age), 7))).toEqual([true, true, true, false, false, false]);
  });

  it.each<[string, Actor, boolean]>([
    ['nobody known', anonymous, true],
    ['an account whose id tells no age', aUserActor({ userId: '6f1f64a4-2b1e-4b3c-9d6e-0123456789ab' }), true],
    ['an account with a role that was given to it', aUserActor({ userId, roles: ['user', 'family'] }), false],
    ['a superuser', aUserActor({ userId, isSuperuser: true }), false],
    ['the operator', operator, false],
  ])('of %s says so', (_, actor, isNew) => {
    expect(isNewcomer(actor, daysLater(0), 7)).toBe(isNew);
    expect(isNewcomer(actor, daysLater(0), 0)).toBe(false);
  });

  it('reads the age from generated ids', () => {
    const actor = aUserActor({ userId: new UuidV7Generator().next() });
    expect(isNewcomer(actor, new Date(Date.now() + 6 * DAY_MS), 7)).toBe(true);
    expect(isNewcomer(actor, new Date(Date.now() + 8 * DAY_MS), 7)).toBe(false);
  });
});
