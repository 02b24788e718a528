import type { AccessRules } from '../../src/application/access/ports/access-rules.ts';
import { AccessPolicy } from '../../src/domain/access/access-policy.ts';
import type { Restriction } from '../../src/domain/access/restriction.ts';
import type { Role } from '../../src/domain/access/role.ts';
import { BUILT_IN_ROLES } from '../../src/domain/access/role.ts';

/** The rules of a new installation, until a test sets others. */
export class InMemoryAccessRules implements AccessRules {
  constructor(
    private roles: readonly Role[] = BUILT_IN_ROLES,
    private restrictions: readonly Restriction[] = [],
  ) {}

  async current(): Promise<AccessPolicy> {
    return new AccessPolicy(this.roles, this.restrictions);
  }

  restrict(...restrictions: readonly Restriction[]): void {
    this.restrictions = restrictions;
  }

  define(roles: readonly Role[]): void {
    this.roles = roles;
  }
}
