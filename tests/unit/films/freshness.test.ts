import { describe, expect, it } from 'vitest';
import {
  ageSeconds,
  isFreshCard,
  isFreshSearch,
  searchesKeptSince,
  unknownSince,
} from '../../../src/domain/films/freshness.ts';

const newYear = new Date('2027-01-01T00:00:00.000Z');
const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(newYear.getTime() - hours * HOUR_MS);

describe('a card', () => {
  it.each([
    [2027, 23.99, true],
    [2027, 24, false],
    [2026, 24, false],
    [2025, 24, true],
    [2025, 24 * 30 - 0.01, true],
    [2025, 24 * 30, false],
    [2030, 24, false],
    [null, 24, false],
    [null, 23, true],
  ])('of %s, read %d h ago, is fresh: %s', (year, hours, isFresh) => {
    expect(isFreshCard({ year, fetchedAt: ago(hours) }, newYear)).toBe(isFresh);
  });

  it('that was never fetched is not fresh', () => {
    expect(isFreshCard({ year: 1999, fetchedAt: null }, newYear)).toBe(false);
  });

  it('fetched by an instance whose clock is ahead is fresh and has the age 0', () => {
    expect(isFreshCard({ year: 2027, fetchedAt: ago(-1) }, newYear)).toBe(true);
    expect(ageSeconds(ago(-1), newYear)).toBe(0);
  });
});

describe('a search', () => {
  it.each([
    [3, 23.99, true],
    [3, 24, false],
    [0, 0.99, true],
    [0, 1, false],
  ])('that found %i, asked %d h ago, is fresh: %s', (total, hours, isFresh) => {
    expect(isFreshSearch({ total, fetchedAt: ago(hours) }, newYear)).toBe(isFresh);
  });
});

describe('a question', () => {
  it('without a result is kept for an hour, and a search with results for thirty days', () => {
    expect(unknownSince(newYear)).toEqual(ago(1));
    expect(searchesKeptSince(newYear)).toEqual(ago(720));
  });

  it('has an age in whole seconds', () => {
    expect(ageSeconds(new Date(newYear.getTime() - 1999), newYear)).toBe(1);
  });
});
