import { beforeEach, describe, expect, it } from 'vitest';
import type { LookupRepository } from '../../../src/application/films/ports/lookup-repository.ts';

type Named = { id: number; name: string };

async function all(repository: LookupRepository<Named>): Promise<readonly Named[]> {
  const listing = await repository.all();
  return 'items' in listing ? listing.items : Array.fromAsync(listing);
}

/** `open` returns a repository with only these records. */
export function lookupRepositoryContract(
  adapter: string,
  open: (records: readonly Named[]) => Promise<LookupRepository<Named>>,
): void {
  describe(`LookupRepository: ${adapter}`, () => {
    const [third, first, second] = [
      { id: 2_147_483_647, name: 'я' },
      { id: 1, name: 'ё "кавычки"' },
      { id: 33, name: 'А' },
    ];
    let repository: LookupRepository<Named>;
    beforeEach(async () => {
      repository = await open([third, first, second]);
    });

    it('finds by id', async () => {
      expect(await repository.find(33)).toEqual(second);
      expect(await repository.find(2)).toBeUndefined();
    });

    it('lists by id, page by page and as a whole', async () => {
      expect(await all(repository)).toEqual([first, second, third]);
      expect(await repository.list({ page: 1, perPage: 2 })).toEqual({ items: [first, second], total: 3 });
      expect(await repository.list({ page: 2, perPage: 2 })).toEqual({ items: [third], total: 3 });
      expect(await repository.list({ page: 3, perPage: 2 })).toEqual({ items: [], total: 3 });
    });

    it('returns a long list completely', async () => {
      const many = Array.from({ length: 1001 }, (_, at) => ({ id: at + 1, name: `name ${at}` }));
      expect(await all(await open(many))).toEqual(many);
    });

    it('is empty without films', async () => {
      const nobody = await open([]);
      expect(await all(nobody)).toEqual([]);
      expect(await nobody.list({ page: 1, perPage: 12 })).toEqual({ items: [], total: 0 });
    });
  });
}
