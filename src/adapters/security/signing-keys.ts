import type { KeyObject } from 'node:crypto';
import { createECDH, createHash, createPrivateKey, createPublicKey, createSecretKey, hkdfSync } from 'node:crypto';

/** The signatures of access tokens: ECDSA on P-256 (RFC 7518 section 3.4), or Ed25519 (RFC 8037 section 3.1). */
export const SIGNING_ALGORITHMS = ['ES256', 'EdDSA'] as const;

export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/**
 * The members of a public key of which its thumbprint is computed, in alphabetical order (RFC 7638 section 3.2, RFC
 * 8037 section 2).
 */
type PublicPart =
  | { readonly crv: 'P-256'; readonly kty: 'EC'; readonly x: string; readonly y: string }
  | { readonly crv: 'Ed25519'; readonly kty: 'OKP'; readonly x: string };

/** A public key in its published form (RFC 7517 section 4). `x`, `y`: 32 bytes in base64url. */
export type PublicJwk = PublicPart & {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly use: 'sig';
};

/** A key for `alg` only. `kid`: the thumbprint of the public key (RFC 7638). */
export type AccessTokenKey = {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: PublicJwk;
};

/** The keys derived from one secret. `…Mac`: 32 bytes for HMAC-SHA256. */
export type SecretKeys = {
  readonly accessToken: Readonly<Record<SigningAlgorithm, AccessTokenKey>>;
  readonly refreshMac: KeyObject;
  readonly shelfCursorMac: KeyObject;
};

/** `current` issues tokens; tokens of `previous` are still accepted. */
export type SigningKeys = { readonly current: SecretKeys; readonly previous: SecretKeys | undefined };

// Changing these labels invalidates every token issued so far.
const ED25519_LABEL = 'kinopolka access token Ed25519 v1';
const P256_LABEL = 'kinopolka access token P-256 v1';
const REFRESH_TOKEN_LABEL = 'kinopolka refresh token HMAC-SHA256 v1';
const SHELF_CURSOR_LABEL = 'kinopolka shelf cursor HMAC-SHA256 v1';

const KEY_BYTES = 32;

/** Order of the base point of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3). */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The seed has 128 bits more than the order, so that no scalar is more probable than another by more than 2^-128 (RFC
 * 9380 section 5).
 */
const P256_SEED_BYTES = 48;

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

/** Every key that verifies access tokens: of each secret one for each algorithm. */
export function accessTokenKeys(keys: SigningKeys): readonly AccessTokenKey[] {
  return allKeys(keys).flatMap(({ accessToken }) => SIGNING_ALGORITHMS.map((algorithm) => accessToken[algorithm]));
}

/** The content of `/.well-known/jwks.json` (RFC 7517 section 5). */
export function publicJwks(keys: SigningKeys): readonly PublicJwk[] {
  return accessTokenKeys(keys).map(({ publicJwk }) => publicJwk);
}

function keysOf(secret: string): SecretKeys {
  return {
    accessToken: { ES256: p256Key(secret), EdDSA: ed25519Key(secret) },
    refreshMac: createSecretKey(derive(secret, REFRESH_TOKEN_LABEL)),
    shelfCursorMac: createSecretKey(derive(secret, SHELF_CURSOR_LABEL)),
  };
}

function derive(secret: string, label: string, bytes = KEY_BYTES): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', label, bytes));
}

function ed25519Key(secret: string): AccessTokenKey {
  const der = Buffer.concat([ED25519_PKCS8_PREFIX, derive(secret, ED25519_LABEL)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return accessTokenKey('EdDSA', privateKey, { crv: 'Ed25519', kty: 'OKP', x });
}

/** The scalar is (seed mod (n - 1)) + 1: key generation "using extra random bits" (FIPS 186-5 appendix A.2.1). */
function p256Key(secret: string): AccessTokenKey {
  const seed = BigInt(`0x${derive(secret, P256_LABEL, P256_SEED_BYTES).toString('hex')}`);
  const scalar = Buffer.from(((seed % (P256_ORDER - 1n)) + 1n).toString(16).padStart(2 * KEY_BYTES, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  // A byte for the form of the point, then its coordinates (SEC 1 section 2.3.3).
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 1 + KEY_BYTES), point.subarray(1 + KEY_BYTES)].map((at) =>
    at.toString('base64url'),
  );
  const publicPart = { crv: 'P-256', kty: 'EC', x: x ?? '', y: y ?? '' } as const;
  const jwk = { ...publicPart, d: scalar.toString('base64url') };
  return accessTokenKey('ES256', createPrivateKey({ key: jwk, format: 'jwk' }), publicPart);
}

function accessTokenKey(alg: SigningAlgorithm, privateKey: KeyObject, publicPart: PublicPart): AccessTokenKey {
  const kid = createHash('sha256').update(JSON.stringify(publicPart)).digest('base64url');
  const publicJwk = { ...publicPart, kid, alg, use: 'sig' } as const;
  return { kid, alg, privateKey, publicKey: createPublicKey(privateKey), publicJwk };
}
