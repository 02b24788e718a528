import { declareOperation } from '../shared/operation.ts';
import type { AccessTokens, PublicKey } from '../sessions/ports/access-tokens.ts';

/** Tells anybody the keys that access tokens are verified with. */
export class ListPublicKeys {
  static readonly operation = declareOperation('listPublicKeys', 'public');

  constructor(private readonly accessTokens: AccessTokens) {}

  execute(): readonly PublicKey[] {
    return this.accessTokens.publicKeys();
  }
}
