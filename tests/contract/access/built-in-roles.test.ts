import { describe, expect, it } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { ALL_LABELS, PERMISSIONS } from '../../../src/domain/access/permission.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import { availableEngines, openTestDatabase } from '../../support/database.ts';

const byName = (roles: readonly Role[]) =>
  Object.fromEntries(roles.map((role) => [role.name, { ...role, permissions: [...role.permissions].toSorted() }]));

/** The database was never emptied, or contains only the rows of the migrations. */
describe.each(availableEngines())('a database that was just migrated, on %s', (engine) => {
  it('has the built-in roles of the domain, with every permission of `admin`', async () => {
    const database = await openTestDatabase(engine);
    try {
      const { roles: stored } = await new DatabaseAccessRules(database).current();
      const roles = byName(stored);
      expect(roles).toEqual(byName(BUILT_IN_ROLES));
      expect(roles['admin']?.permissions).toEqual([...PERMISSIONS, ALL_LABELS].toSorted());
    } finally {
      await database.close();
    }
  });
});
