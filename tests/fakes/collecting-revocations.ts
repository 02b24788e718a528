import type { Revocation } from '../../src/domain/revocation.ts';

/** Keeps what was revoked, in that order. */
export class CollectingRevocations {
  readonly all: Revocation[] = [];

  remember(revocation: Revocation): void {
    this.all.push(revocation);
  }
}
