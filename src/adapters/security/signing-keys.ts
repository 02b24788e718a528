import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey, createSecretKey, hkdfSync } from 'node:crypto';

/** A public key in its published form (RFC 8037 section 2, RFC 7517 section 4). `x`: its 32 bytes in base64url. */
export type PublicJwk = {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
};

/** Ed25519. `kid`: the thumbprint of the public key (RFC 7638). */
export type AccessTokenKey = {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: PublicJwk;
};

/** The keys derived from one secret. `…Mac`: 32 bytes for HMAC-SHA256. */
export type SecretKeys = {
  readonly accessToken: AccessTokenKey;
  readonly refreshMac: KeyObject;
  readonly shelfCursorMac: KeyObject;
};

/** `current` issues tokens; tokens of `previous` are still accepted. */
export type SigningKeys = { readonly current: SecretKeys; readonly previous: SecretKeys | undefined };

// Changing these labels invalidates every token issued so far.
const ACCESS_TOKEN_LABEL = 'kinopolka access token Ed25519 v1';
const REFRESH_TOKEN_LABEL = 'kinopolka refresh token HMAC-SHA256 v1';
const SHELF_CURSOR_LABEL = 'kinopolka shelf cursor HMAC-SHA256 v1';

const KEY_BYTES = 32;

/** The prefix of the 32-byte seed of an Ed25519 private key in PKCS #8 (RFC 8410 section 7). */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Derives every key of the service from its secrets by HKDF-SHA256 (RFC 5869): equal secrets give equal keys on all
 * instances. The settings ensure that secrets have at least 32 bytes.
 */
export function deriveSigningKeys(secret: string, previousSecret?: string): SigningKeys {
  return {
    current: keysOf(secret),
    previous: previousSecret === undefined || previousSecret === secret ? undefined : keysOf(previousSecret),
  };
}

/** Newest first. */
export function allKeys({ current, previous }: SigningKeys): readonly [SecretKeys, ...SecretKeys[]] {
  return previous === undefined ? [current] : [current, previous];
}

/** The content of `/.well-known/jwks.json` (RFC 7517 section 5). */
export function publicJwks(keys: SigningKeys): readonly PublicJwk[] {
  return allKeys(keys).map(({ accessToken }) => accessToken.publicJwk);
}

function keysOf(secret: string): SecretKeys {
  return {
    accessToken: accessTokenKey(derive(secret, ACCESS_TOKEN_LABEL)),
    refreshMac: createSecretKey(derive(secret, REFRESH_TOKEN_LABEL)),
    shelfCursorMac: createSecretKey(derive(secret, SHELF_CURSOR_LABEL)),
  };
}

function derive(secret: string, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', label, KEY_BYTES));
}

function accessTokenKey(seed: Buffer): AccessTokenKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const kid = thumbprint(x);
  return { kid, privateKey, publicKey, publicJwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } };
}

/** RFC 7638 section 3 with the members of RFC 8037 section 2, in alphabetical order. */
function thumbprint(x: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}
