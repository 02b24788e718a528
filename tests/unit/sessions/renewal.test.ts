import { describe, expect, it } from 'vitest';
import { renewalOutcome } from '../../../src/domain/sessions/renewal.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const before = (ms: number) => new Date(now.getTime() - ms);

/** A session that was renewed a second ago and whose valid counter is `counter`. */
const found = ({ counter = 5, lastUsedAt = before(1000), endsInMs = 1, isActive = true } = {}) => ({
  session: { counter, lastUsedAt, idleExpiresAt: new Date(now.getTime() + endsInMs) },
  user: { isActive },
});

const decide = (of: ReturnType<typeof found> | undefined, counter: number, leewaySeconds = 10) =>
  renewalOutcome(of, { counter, now, leewaySeconds });

describe('renewalOutcome', () => {
  it.each([
    ['the live counter', 5, 'renewed'],
    ['its immediate predecessor in time', 4, 'repeated'],
    ['an older one', 3, 'reused'],
    ['the first of all', 0, 'reused'],
    ['one that was never issued', 6, 'ended'],
  ])('of %s', (_, counter, outcome) => {
    expect(decide(found(), counter)).toBe(outcome);
  });

  it.each([
    ['at once', 0, 10, 'repeated'],
    ['in the last millisecond of the leeway', 10_000, 10, 'repeated'],
    ['a millisecond later', 10_001, 10, 'reused'],
    ['at once where there is no leeway', 0, 0, 'reused'],
    ['from an instance whose clock is behind', -500, 10, 'repeated'],
    ['from such an instance where there is no leeway', -500, 0, 'reused'],
  ])('of the token before that is presented again %s', (_, ageMs, leewaySeconds, outcome) => {
    expect(decide(found({ lastUsedAt: before(ageMs) }), 4, leewaySeconds)).toBe(outcome);
  });

  it.each([
    ['there is none', undefined],
    ['it expires at this moment', found({ endsInMs: 0 })],
    ['it expired before', found({ endsInMs: -1 })],
    ['its owner is deactivated', found({ isActive: false })],
  ])('is that the session has ended when %s, whatever the counter', (_, gone) => {
    expect([3, 4, 5, 6].map((counter) => decide(gone, counter))).toEqual(['ended', 'ended', 'ended', 'ended']);
  });
});
