import type { Revocation, RoleChange } from '../../src/domain/sessions/revocation.ts';

/** Keeps what was revoked, and whose roles changed, in that order. */
export class CollectingRevocations {
  readonly all: Revocation[] = [];
  readonly roleChanges: RoleChange[] = [];

  async reload(): Promise<void> {}

  remember(told: Revocation | RoleChange): void {
    if ('roles' in told) this.roleChanges.push(told);
    else this.all.push(told);
  }
}
