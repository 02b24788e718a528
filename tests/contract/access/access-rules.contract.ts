import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessRules } from '../../../src/application/access/ports/access-rules.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import type { Restriction } from '../../../src/domain/access/restriction.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';

export type OpenedRules = {
  readonly rules: AccessRules;
  /** Gives the built-in role these permissions from now on. */
  readonly allow: (role: string, permissions: readonly Permission[]) => Promise<void>;
  /** From now on these are the only restrictions. */
  readonly restrict: (...restrictions: readonly Restriction[]) => Promise<void>;
};

const adult: Restriction = { label: 'adult', rule: { ageLimitFrom: 18 } };
const drama: Restriction = { label: 'drama', rule: { genreId: 2 } };

/** `open` returns the rules of a new installation. */
export function accessRulesContract(adapter: string, open: () => Promise<OpenedRules>): void {
  describe(`AccessRules: ${adapter}`, () => {
    let { rules, allow, restrict }: OpenedRules = {} as OpenedRules;
    beforeEach(async () => {
      ({ rules, allow, restrict } = await open());
    });

    const allowed = async (...roles: string[]) => [...(await rules.current()).permissionsOf(roles)].toSorted();

    it('begin with the built-in roles and no restriction', async () => {
      const { roles, restrictions } = await rules.current();
      expect(roles.map(({ name }) => name).toSorted()).toEqual(BUILT_IN_ROLES.map(({ name }) => name).toSorted());
      for (const { name, permissions } of BUILT_IN_ROLES) expect(await allowed(name)).toEqual(permissions.toSorted());
      expect(restrictions).toEqual([]);
    });

    it('allow nothing to a role that does not exist', async () => {
      expect(await allowed('nobody')).toEqual([]);
    });

    it('contain a change of a role at once', async () => {
      await allow('anonymous', ['movies:read']);
      expect(await allowed('anonymous')).toEqual(['movies:read']);
      await allow('anonymous', []);
      expect(await allowed('anonymous')).toEqual([]);
    });

    it('contain a created, changed or deleted restriction at once', async () => {
      await restrict(adult, drama);
      expect((await rules.current()).restrictions).toEqual([adult, drama]);
      await restrict({ ...adult, rule: { ageLimitFrom: 16 } });
      expect((await rules.current()).restrictions).toEqual([{ label: 'adult', rule: { ageLimitFrom: 16 } }]);
      await restrict();
      expect((await rules.current()).restrictions).toEqual([]);
    });

    it('do not change a policy that was returned before', async () => {
      const before = await rules.current();
      await allow('anonymous', []);
      await restrict(adult);
      expect([[...before.permissionsOf(['anonymous'])], before.restrictions]).toEqual([['catalogue:read'], []]);
    });
  });
}
