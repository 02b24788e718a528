import { beforeEach, describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { DrizzleRestrictionRepository } from '../../../src/adapters/persistence/access/drizzle-restriction-repository.ts';
import type { RestrictionRepository } from '../../../src/application/access/ports/restriction-repository.ts';
import type { Restriction } from '../../../src/domain/access/restriction.ts';
import { InMemoryRestrictionRepository } from '../../fakes/in-memory-restriction-repository.ts';
import { onEachEngine } from '../../support/database.ts';
import { roundsOn } from '../../support/rounds.ts';

const restrictions: readonly Restriction[] = [
  { label: 'adult', rule: { ageLimitFrom: 18 } },
  { label: 'drama', rule: { genreId: 2 } },
  { label: 'new', rule: { releasedWithinYears: 3 } },
  { label: 'some', rule: { kinopoiskIds: [301, 2_147_483_647] } },
];

function restrictionRepositoryContract(adapter: string, open: () => Promise<RestrictionRepository>): void {
  describe(`RestrictionRepository: ${adapter}`, () => {
    let repository: RestrictionRepository;
    beforeEach(async () => {
      repository = await open();
    });

    it('stores rules of every kind unchanged, by label', async () => {
      for (const restriction of restrictions.toReversed()) expect(await repository.put(restriction)).toBe(true);
      expect(await repository.list()).toEqual(restrictions);
    });

    it('replaces the old rule by a new one', async () => {
      await repository.put({ label: 'new', rule: { genreId: 2 } });
      expect(await repository.put({ label: 'new', rule: { ageLimitFrom: 16 } })).toBe(false);
      expect(await repository.list()).toEqual([{ label: 'new', rule: { ageLimitFrom: 16 } }]);
    });

    it.each(roundsOn(adapter, 3))('keeps one rule for a label when ten race (round %i)', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, n) => repository.put({ label: 'new', rule: { genreId: n + 1 } })),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await repository.list()).toHaveLength(1);
    });

    it('deletes the restriction of a label once', async () => {
      await repository.put({ label: 'new', rule: { genreId: 2 } });
      expect([await repository.remove('new'), await repository.remove('new')]).toEqual([true, false]);
      expect(await repository.list()).toEqual([]);
    });
  });
}

restrictionRepositoryContract('in memory', async () => new InMemoryRestrictionRepository());

onEachEngine((adapter, open) => {
  restrictionRepositoryContract(adapter, async () => {
    const database = await open();
    return new DrizzleRestrictionRepository(database, new DatabaseAccessRules(database));
  });

  describe(`DatabaseAccessRules: ${adapter}`, () => {
    it('contains changes of this instance at once, and those of another one soon', async () => {
      const database = await open();
      const [here, there] = [new DatabaseAccessRules(database), new DatabaseAccessRules(database)];
      await Promise.all([here.open(), there.open()]);
      const repository = new DrizzleRestrictionRepository(database, here);
      const labelsAt = async (rules: DatabaseAccessRules) =>
        (await rules.current()).restrictions.map(({ label }) => label);
      expect([await labelsAt(here), await labelsAt(there)]).toEqual([[], []]);
      for (const { label, rule } of restrictions) {
        await repository.put({ label, rule });
        expect(await labelsAt(here)).toContain(label);
        await expect.poll(() => labelsAt(there), { timeout: 5000, interval: 5 }).toContain(label);
      }
      await Promise.all([here.close(), there.close()]);
    });

    it('queries the database only while notifications are interrupted', async () => {
      const database = await open();
      let selects = 0;
      const db = new Proxy(database.db, {
        get(target, name) {
          if (name === 'select') selects += 1;
          const member: unknown = Reflect.get(target, name);
          return typeof member === 'function' ? (member.bind(target) as unknown) : member;
        },
      });
      const rules = new DatabaseAccessRules({ ...database, db });
      expect((await rules.current()).roles).toHaveLength(4);
      expect(selects).toBeGreaterThan(0);
      await rules.open();
      await expect
        .poll(
          async () => {
            selects = 0;
            await rules.current();
            return selects;
          },
          { timeout: 5000, interval: 5 },
        )
        .toBe(0);
      await rules.close();
    });
  });
});
