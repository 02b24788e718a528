import { JoseAccessTokens } from '../../../src/adapters/security/jose-access-tokens.ts';
import { deriveSigningKeys, SIGNING_ALGORITHMS } from '../../../src/adapters/security/signing-keys.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';
import { PlainAccessTokens } from '../../fakes/plain-access-tokens.ts';
import { accessTokensContract } from './access-tokens.contract.ts';

const settings = { issuer: 'kinopolka', audience: 'kinopolka', ttlSeconds: 900 };
const ids = new NumberedIds();

accessTokensContract('plain, for tests', (clock, secret) => new PlainAccessTokens(clock, secret));
for (const algorithm of SIGNING_ALGORITHMS) {
  accessTokensContract(`jose with ${algorithm}`, (clock, secret = 'a secret of at least 32 bytes, for tests') => {
    return new JoseAccessTokens(deriveSigningKeys(secret), clock, ids, { algorithm, ...settings });
  });
}
