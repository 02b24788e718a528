import { describe, expect, it } from 'vitest';
import type { Revocation } from '../../src/domain/revocation.ts';
import { revokes } from '../../src/domain/revocation.ts';
import { uuid } from '../builders/user.ts';

const [alice, bob, phone, laptop] = [uuid(1), uuid(2), uuid(11), uuid(12)];
const token = { userId: alice, sessionId: phone, version: 3 };

describe('a revocation of a session', () => {
  const revocation: Revocation = { userId: alice, sessionId: phone };

  it.each([
    [token, true],
    [{ ...token, version: 99 }, true],
    [{ ...token, sessionId: laptop }, false],
    [{ ...token, userId: bob }, false],
  ])('ends the tokens of that session, whatever their version: %j %s', (shown, ends) => {
    expect(revokes(revocation, shown)).toBe(ends);
  });
});

describe('a revocation of a user', () => {
  const revocation: Revocation = { userId: alice, minVersion: 4, exceptSessionId: laptop };

  it.each([
    [token, true],
    [{ ...token, version: 4 }, false],
    [{ ...token, sessionId: laptop }, false],
    [{ ...token, userId: bob }, false],
  ])('ends older tokens of all sessions but one: %j %s', (shown, ends) => {
    expect(revokes(revocation, shown)).toBe(ends);
  });

  it('may leave no session out', () => {
    expect(revokes({ ...revocation, exceptSessionId: null }, { ...token, sessionId: laptop })).toBe(true);
  });
});
