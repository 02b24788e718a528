import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Journal = { readonly entries: readonly { readonly tag: string; readonly when: number }[] };

// A database applies only migrations whose time is later than that of its newest one. Others are skipped without a
// message.
it('each migration has a later time than the one before', () => {
  const { entries } = JSON.parse(readFileSync('drizzle/meta/_journal.json', 'utf8')) as Journal;
  expect(entries).toEqual(entries.toSorted((a, b) => a.when - b.when));
  expect(new Set(entries.map(({ when }) => when)).size).toBe(entries.length);
});
