import type { CredentialChange, Revocation, RoleChange } from '../../src/domain/sessions/revocation.ts';

/** Stores revocations and changes of roles, oldest first. */
export class CollectingRevocations {
  readonly all: Revocation[] = [];
  readonly roleChanges: RoleChange[] = [];

  async reload(): Promise<void> {}

  remember(told: CredentialChange): void {
    if ('roles' in told) this.roleChanges.push(told);
    else if (!('personalTokens' in told)) this.all.push(told);
  }
}
