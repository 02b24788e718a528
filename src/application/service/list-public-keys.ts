import type { AccessTokens, PublicKey } from '../sessions/ports/access-tokens.ts';
import { declareOperation } from '../shared/operation.ts';

/** Returns the public keys that verify access tokens, to anybody. */
export class ListPublicKeys {
  static readonly operation = declareOperation('listPublicKeys', 'public');

  constructor(private readonly accessTokens: AccessTokens) {}

  execute(): readonly PublicKey[] {
    return this.accessTokens.publicKeys();
  }
}
