import { HmacRefreshTokens } from '../../../src/adapters/security/hmac-refresh-tokens.ts';
import { deriveSigningKeys } from '../../../src/adapters/security/signing-keys.ts';
import { PlainRefreshTokens } from '../../fakes/plain-refresh-tokens.ts';
import { refreshTokensContract } from './refresh-tokens.contract.ts';

refreshTokensContract('plain, for tests', (secret) => new PlainRefreshTokens(secret));
refreshTokensContract('HMAC', (secret = 'a secret of at least 32 bytes, for tests') => {
  return new HmacRefreshTokens(deriveSigningKeys(secret));
});
