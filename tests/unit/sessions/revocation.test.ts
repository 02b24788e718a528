import { describe, expect, it } from 'vitest';
import type { Revocation } from '../../../src/domain/sessions/revocation.ts';
import { isBelow, NO_FLOOR, raised, revocationsOf, revokes } from '../../../src/domain/sessions/revocation.ts';
import { uuid } from '../../builders/user.ts';

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
  ])('ends older tokens of all sessions except one: %j %s', (shown, ends) => {
    expect(revokes(revocation, shown)).toBe(ends);
  });

  it('may cover all sessions', () => {
    expect(revokes({ ...revocation, exceptSessionId: null }, { ...token, sessionId: laptop })).toBe(true);
  });
});

describe('a revocation of all sessions before one', () => {
  const revocation: Revocation = { userId: alice, beforeSessionId: laptop };

  it.each([
    [token, true],
    [{ ...token, version: 99 }, true],
    [{ ...token, sessionId: laptop }, false],
    [{ ...token, sessionId: uuid(13) }, false],
    [{ ...token, userId: bob }, false],
  ])('ends the tokens of older sessions, whatever their version: %j %s', (shown, ends) => {
    expect(revokes(revocation, shown)).toBe(ends);
  });
});

describe('the floor of many revocations', () => {
  const sessions = [phone, laptop, uuid(13)];
  const tokens = sessions.flatMap((sessionId) =>
    [0, 1, 2, 3, 4, 5].map((version) => ({ userId: alice, sessionId, version })),
  );
  type Broad = Exclude<Revocation, { readonly sessionId: string }>;
  const broad: readonly Broad[] = [
    ...sessions.map((beforeSessionId) => ({ userId: alice, beforeSessionId })),
    ...[1, 3, 5].flatMap((minVersion) =>
      [null, ...sessions].map((exceptSessionId) => ({ userId: alice, minVersion, exceptSessionId })),
    ),
  ];
  const triples = broad.flatMap((a) => broad.flatMap((b) => broad.map((c) => [a, b, c])));

  it('revokes the same tokens as the single revocations, in every order', () => {
    const wrong = triples.filter((revocations) => {
      const floor = revocations.reduce(raised, NO_FLOOR);
      return tokens.some(
        (shown) => isBelow(floor, shown) !== revocations.some((revocation) => revokes(revocation, shown)),
      );
    });
    expect(triples).toHaveLength(15 ** 3);
    expect(wrong).toEqual([]);
  });
});

describe('the revocations of sessions that ended', () => {
  it('are one revocation for all that are older than the remaining ones', () => {
    const ended = Array.from({ length: 500 }, (_, n) => uuid(n + 1));
    expect(revocationsOf(alice, ended, [uuid(600), uuid(501)])).toEqual([
      { userId: alice, beforeSessionId: uuid(501) },
    ]);
  });

  it('are one more revocation for each that is younger than a remaining one', () => {
    expect(revocationsOf(alice, [uuid(1), uuid(3)], [uuid(2), uuid(4)])).toEqual([
      { userId: alice, beforeSessionId: uuid(2) },
      { userId: alice, sessionId: uuid(3) },
    ]);
    expect(revocationsOf(alice, [uuid(3)], [uuid(2)])).toEqual([{ userId: alice, sessionId: uuid(3) }]);
    expect(revocationsOf(alice, [], [uuid(2)])).toEqual([]);
  });
});
