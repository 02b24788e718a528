import { z } from 'zod';
import { LOG_FORMATS, LOG_LEVELS } from '../../adapters/observability/logger.ts';
import { MAX_CONCURRENT_HASHES } from '../../adapters/security/argon2-password-hasher.ts';
import { SIGNING_ALGORITHMS } from '../../adapters/security/signing-keys.ts';
import { MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '../../domain/sessions/access-token.ts';
import { DAY_SECONDS } from '../../domain/shared/duration.ts';
import { authSecretFault } from './secret-text.ts';
import { areProxies, isHost, isPublicUrl, isSafeForKey, postgresUrlFault } from './usable-values.ts';

const MAX_LIMIT = 1_000_000;
const MAX_TTL_SECONDS = 10 * 365 * DAY_SECONDS;

/** Key, host and project number. Sentry's own library would print an invalid DSN. */
const DSN = /^https?:\/\/\w+@(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[\w.-]+)*\/\d+$/;

/** Settings that hold secrets: each can also be read from the file that `NAME_FILE` names, and is never printed. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'KINOPOISK_API_KEY',
  'SENTRY_DSN',
] as const;

export type SecretSetting = (typeof SECRET_SETTINGS)[number];

/** All settings: parsing, default and description. */
export const settingsSchema = z.object({
  PORT: wholeNumber(0, 65_535).default(8080).describe('Port to listen on; 0 selects any free port'),
  HOST: host().default('127.0.0.1').describe('Address to listen on (the image: 0.0.0.0)'),
  PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, 'must be an http or https URL without a name, a password, a query or a fragment')
    // Converted to ASCII, because headers of answers begin with it.
    .transform((url) => new URL(url).href.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Where clients reach the service, such as `https://films.example/api`; addresses in answers begin with it',
    ),
  DATA_DIR: text().default('./data').describe('Folder of the embedded database and its secret'),
  DATABASE_URL: postgresUrl()
    .optional()
    .describe('PostgreSQL 14 or newer; without it the embedded database in DATA_DIR is used'),
  DATABASE_DIRECT_URL: postgresUrl()
    .optional()
    .describe('The same database without the pooler, when DATABASE_URL leads to one in transaction mode'),
  DB_PREPARED_STATEMENTS: flag()
    .optional()
    .describe('Whether to use named prepared statements; by default only without DATABASE_DIRECT_URL'),
  DB_POOL_SIZE: wholeNumber(1, 1000).default(10).describe('Maximum number of connections to PostgreSQL'),
  HASH_CONCURRENCY: wholeNumber(1, MAX_CONCURRENT_HASHES)
    .optional()
    .describe(
      `Password hashes computed at the same time, at most ${MAX_CONCURRENT_HASHES}; by default the number of processor cores minus one, but at least 1 and at most 2`,
    ),
  AUTH_SECRET: authSecret()
    .optional()
    .describe('At least 32 random bytes, for example from `openssl rand -base64 48`; required with DATABASE_URL'),
  AUTH_SECRET_PREVIOUS: authSecret()
    .optional()
    .describe('The previous secret after a change: its tokens stay valid until they expire'),
  AUTH_ALGORITHM: z
    .enum(SIGNING_ALGORITHMS)
    .default('ES256')
    .describe('Algorithm that signs new access tokens, `ES256` or `EdDSA`; tokens of both are accepted'),
  AUTH_ISSUER: text().optional().describe('`iss` of access tokens; by default PUBLIC_URL, or `kinopolka` without it'),
  AUTH_AUDIENCE: text().default('kinopolka').describe('`aud` of access tokens'),
  ACCESS_TOKEN_TTL_SECONDS: wholeNumber(1, MAX_ACCESS_TOKEN_TTL_SECONDS)
    .default(MAX_ACCESS_TOKEN_TTL_SECONDS)
    .describe(`Lifetime of an access token, at most ${MAX_ACCESS_TOKEN_TTL_SECONDS / 60} minutes`),
  REFRESH_IDLE_TTL_SECONDS: wholeNumber(1, MAX_TTL_SECONDS)
    .default(30 * DAY_SECONDS)
    .describe('Seconds after which a session ends if it is not renewed'),
  REFRESH_ABSOLUTE_TTL_SECONDS: wholeNumber(1, MAX_TTL_SECONDS)
    .default(90 * DAY_SECONDS)
    .describe('Seconds after which a session ends in any case'),
  REFRESH_LEEWAY_SECONDS: wholeNumber(0, 60)
    .default(10)
    .describe('Seconds in which a used refresh token still returns the same new tokens; 0 turns this off'),
  KINOPOISK_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional()
    .describe('Key of kinopoiskapiunofficial.tech; without it only the catalogue answers'),
  KINOPOISK_BASE_URL: z
    .string()
    .refine(isSafeForKey, 'must be an https URL, or http to a loopback address, without a name, a password or a query')
    .default('https://kinopoiskapiunofficial.tech')
    .describe('Base URL of Kinopoisk API Unofficial'),
  KINOPOISK_DAILY_QUOTA: wholeNumber(1, MAX_LIMIT)
    .default(500)
    .describe('Calls a day that the key allows; if Kinopoisk reports a smaller limit, that limit applies'),
  KINOPOISK_LARGEST_ID: wholeNumber(1, MAX_KINOPOISK_ID)
    .default(20_000_000)
    .describe('Kinopoisk is not asked for films with larger ids; the largest id of 2025 was near 9,000,000'),
  WARMING_ENABLED: flag()
    .default(true)
    .describe('Whether to fill the catalogue in the background from the lists of Kinopoisk (popular films, premieres)'),
  CORS_ORIGINS: list()
    .refine((entries) => entries.every(isOrigin), 'must list origins like https://films.example, without a path')
    .transform((entries) => entries.map((entry) => new URL(entry).origin))
    .default([])
    .describe('Origins whose pages may call the service from a browser, comma-separated'),
  TRUSTED_PROXIES: list()
    .refine(areProxies, 'must list IP addresses or networks like 10.0.0.0/8')
    .default([])
    .describe('Proxies whose X-Forwarded-For is trusted, comma-separated'),
  METRICS_PORT: wholeNumber(0, 65_535)
    .default(9464)
    .describe('Port of /metrics for Prometheus; 0 selects any free port'),
  METRICS_HOST: host().default('127.0.0.1').describe('Address of /metrics (the image: 0.0.0.0)'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe(LOG_LEVELS.join(', ')),
  LOG_FORMAT: z.enum(LOG_FORMATS).optional().describe('`json` or `pretty`; by default pretty on a terminal'),
  SENTRY_DSN: z
    .string()
    .refine((dsn) => DSN.test(dsn) && URL.canParse(dsn), 'must be a DSN like https://key@sentry.example/1')
    .optional()
    .describe('Where to report unexpected errors: DSN of Sentry, GlitchTip or a compatible service'),
  DOCS_ENABLED: flag().default(true).describe('Whether to serve /docs and /openapi.json'),
  WEB_ENABLED: flag().default(true).describe('Whether to serve the web page at /app/'),
  LIMIT_LOGIN_PER_ACCOUNT: wholeNumber(1, MAX_LIMIT)
    .default(10)
    .describe('Failed log-ins to one account from one address in 15 minutes'),
  LIMIT_LOGIN_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .default(100)
    .describe('Failed log-ins from one address in 15 minutes; ten times as many from an IPv6 /48'),
  LIMIT_LOGIN_PER_ACCOUNT_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(100)
    .describe('Failed log-ins to one account in a day from all addresses that its owner has not used'),
  LIMIT_LOGIN_RESERVE_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(3)
    .describe('Failed log-ins that one address may still make in a day when the limit of the account is used up'),
  LIMIT_LOGIN_SUCCESS_PER_MINUTE: wholeNumber(1, MAX_LIMIT)
    .default(60)
    .describe('Successful log-ins to one account in a minute; a familiar address has its own count'),
  LIMIT_REGISTER_PER_MINUTE: wholeNumber(1, MAX_LIMIT)
    .default(20)
    .describe(
      'Registrations and changes of user name or e-mail address from one address in a minute; ten times as many from an IPv6 /48',
    ),
  LIMIT_SEARCH_PER_MINUTE: wholeNumber(1, MAX_LIMIT).default(60).describe('Searches of one user in a minute'),
  LIMIT_IMPORTS_PER_HOUR: wholeNumber(1, MAX_LIMIT)
    .default(20)
    .describe('Imports that one user starts in an hour; three times as many from one address'),
  LIMIT_STORED_MB_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(256)
    .describe(
      'Megabytes that the imports and changes of one address (IPv6: a /48) may store in a day; one user may store half of them',
    ),
  LIMIT_LISTS_PER_USER: wholeNumber(1, MAX_LIMIT).default(16).describe('Concurrent lists and exports of one user'),
  LIMIT_LISTS_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .default(64)
    .describe('Concurrent lists and exports of one address'),
  LIMIT_CONNECTIONS: wholeNumber(1, MAX_LIMIT).default(10_000).describe('Maximum number of open connections'),
  LIMIT_CONNECTIONS_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .default(1_000)
    .describe(
      'Maximum number of open connections of one address; an IPv6 /48 may have ten times as many, at most half of all. TRUSTED_PROXIES are exempt',
    ),
  LIMIT_KINOPOISK_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Requests of one user in a day that require a call to Kinopoisk; by default a fifth of the quota, at least 20',
    ),
  LIMIT_KINOPOISK_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Requests from one address (IPv6: a /48) in a day that require a call to Kinopoisk; by default twice the limit of one user',
    ),
  LIMIT_KINOPOISK_NEW_FOR_DAYS: wholeNumber(0, 365)
    .default(7)
    .describe(
      'Days for which an account counts as new, unless a role was given to it; with 0, new accounts and anonymous callers have the limits of users',
    ),
  LIMIT_KINOPOISK_PER_NEWCOMER: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Requests of one new account, and of all newcomers at one address, in a day that require a call to Kinopoisk; by default half the limit of one user',
    ),
  LIMIT_KINOPOISK_NEWCOMERS: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Requests of all newcomers (new accounts and anonymous callers) in a day that require a call to Kinopoisk; by default three tenths of the quota, at least 20',
    ),
  LIMIT_KINOPOISK_UNKNOWN_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(20)
    .describe('Requests of one user, and from one address, in a day for ids that belong to no film'),
  LIMIT_KINOPOISK_IMPORTS_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe('Calls for imports of one user in a day; by default twice LIMIT_KINOPOISK_PER_DAY'),
});

export type Settings = z.output<typeof settingsSchema>;

/** Who issues access tokens. */
export function issuerOf({ AUTH_ISSUER, PUBLIC_URL }: Pick<Settings, 'AUTH_ISSUER' | 'PUBLIC_URL'>): string {
  return AUTH_ISSUER ?? PUBLIC_URL ?? 'kinopolka';
}

function flag() {
  return z.enum(['true', 'false']).transform((value) => value === 'true');
}

function postgresUrl() {
  return withFaults(postgresUrlFault);
}

function authSecret() {
  return withFaults(authSecretFault);
}

function withFaults(faultOf: (value: string) => string | undefined) {
  return z.string().superRefine((value, context) => {
    const message = faultOf(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** A name or a URL. Surrounding spaces are refused, because this mistake is hard to find. */
function text() {
  return z.string().regex(/^\S(?:.*\S)?$/, 'must not be empty, or start or end with a space');
}

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,9})$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);
}

function host() {
  return z.string().refine(isHost, 'must be an IP address or a host name');
}

function list() {
  return z.string().transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );
}

/** A pattern like `https://*.films.example` parses as a URL, but no browser sends it as an origin. */
function isOrigin(entry: string): boolean {
  if (!URL.canParse(entry) || entry.includes('*')) return false;
  const { protocol, href, origin } = new URL(entry);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}
