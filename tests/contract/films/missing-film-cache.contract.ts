import { beforeEach, describe, expect, it } from 'vitest';
import type { MissingFilmCache } from '../../../src/application/films/ports/missing-film-cache.ts';

const noon = new Date('2026-11-20T12:00:00.123Z');
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

/** `open` returns an empty cache. */
export function missingFilmCacheContract(adapter: string, open: () => Promise<MissingFilmCache>): void {
  describe(`MissingFilmCache: ${adapter}`, () => {
    let unknown: MissingFilmCache;
    beforeEach(async () => {
      unknown = await open();
    });

    it('stores an id with the time of the question', async () => {
      expect(await unknown.has(404, later(-60))).toBe(false);
      await unknown.add(404, noon);
      expect(await unknown.has(404, later(-60))).toBe(true);
      expect(await unknown.has(404, noon)).toBe(false);
      expect(await unknown.has(405, later(-60))).toBe(false);
    });

    it('stores the latest time, even if many ask at once', async () => {
      await Promise.all(Array.from({ length: 10 }, () => unknown.add(2_147_483_647, noon)));
      await unknown.add(2_147_483_647, later(5));
      expect(await unknown.has(2_147_483_647, later(4))).toBe(true);
    });

    it('deletes old entries', async () => {
      await unknown.add(404, noon);
      await unknown.add(405, later(1));
      expect(await unknown.purge(later(1))).toBe(1);
      expect(await unknown.has(404, later(-60))).toBe(false);
      expect(await unknown.has(405, later(-60))).toBe(true);
    });
  });
}
