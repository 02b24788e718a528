import { afterEach } from 'vitest';
import { DatabaseAccessRules } from '../../../src/adapters/persistence/access/database-access-rules.ts';
import { DrizzleRestrictionRepository } from '../../../src/adapters/persistence/access/drizzle-restriction-repository.ts';
import { DrizzleRoleRepository } from '../../../src/adapters/persistence/access/drizzle-role-repository.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { onEachEngine } from '../../support/database.ts';
import { accessRulesContract } from './access-rules.contract.ts';

const revoked = { remember: () => undefined, reload: async () => undefined };

accessRulesContract('in memory', async () => {
  const rules = new InMemoryAccessRules();
  return {
    rules,
    allow: async (name, permissions) =>
      rules.define(BUILT_IN_ROLES.map((role) => (role.name === name ? { ...role, permissions } : role))),
    restrict: async (...restrictions) => rules.restrict(...restrictions),
  };
});

onEachEngine((adapter, open) => {
  const opened: DatabaseAccessRules[] = [];
  afterEach(async () => {
    for (const rules of opened.splice(0)) await rules.close();
  });

  accessRulesContract(adapter, async () => {
    const database = await open();
    const rules = new DatabaseAccessRules(database);
    opened.push(rules);
    await rules.open();
    const roles = new DrizzleRoleRepository(database, { rules, revoked });
    const restrictions = new DrizzleRestrictionRepository(database, rules);
    return {
      rules,
      allow: async (name, permissions) => void (await roles.change(name, { permissions }, () => undefined)),
      restrict: async (...wanted) => {
        const labels = wanted.map(({ label }) => label);
        for (const { label } of await restrictions.list())
          if (!labels.includes(label)) await restrictions.remove(label);
        for (const restriction of wanted) await restrictions.put(restriction);
      },
    };
  });
});
