import { z } from 'zod';
import { LOG_FORMATS, LOG_LEVELS } from '../../adapters/observability/logger.ts';
import { MAX_KINOPOISK_ID } from '../../domain/films/movie.ts';
import { MAX_ACCESS_TOKEN_TTL_SECONDS } from '../../domain/sessions/access-token.ts';
import { DAY_SECONDS } from '../../domain/shared/duration.ts';
import { areProxies, isHost, isPostgresUrl, isSafeForKey } from './usable-values.ts';
import { authSecretFault } from './secret-text.ts';

const MAX_LIMIT = 1_000_000;
const MAX_TTL_SECONDS = 10 * 365 * DAY_SECONDS;

/** A key, a host and the number of a project. Sentry's own library prints a DSN that it cannot read. */
const DSN = /^https?:\/\/\w+@(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[\w.-]+)*\/\d+$/;

/** Settings that hold secrets: each is also read from the file that `NAME_FILE` names, and never printed. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'KINOPOISK_API_KEY',
  'SENTRY_DSN',
] as const;

export type SecretSetting = (typeof SECRET_SETTINGS)[number];

/** Every setting as the environment gives it: text in, value out, with its default and what it is for. */
export const settingsSchema = z.object({
  PORT: wholeNumber(0, 65_535).default(8080).describe('Port to listen on; 0 takes any free one'),
  HOST: host().default('127.0.0.1').describe('Address to listen on (the image: 0.0.0.0)'),
  DATA_DIR: text().default('./data').describe('Folder of the embedded database and its secret'),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgresUrl,
      'must be postgres://user:password@host:port/database, with %40 for @ and the like in its parts',
    )
    .optional()
    .describe('PostgreSQL 14 or newer; without it the embedded database in DATA_DIR is used'),
  DB_POOL_SIZE: wholeNumber(1, 1000).default(10).describe('Connections to PostgreSQL at the same time'),
  AUTH_SECRET: authSecret()
    .optional()
    .describe('At least 32 random bytes, such as `openssl rand -base64 48` prints; needed with DATABASE_URL'),
  AUTH_SECRET_PREVIOUS: authSecret()
    .optional()
    .describe('The secret before a change: its tokens stay good until they expire'),
  AUTH_ISSUER: text().default('kinopolka').describe('`iss` of access tokens'),
  AUTH_AUDIENCE: text().default('kinopolka').describe('`aud` of access tokens'),
  ACCESS_TOKEN_TTL_SECONDS: wholeNumber(1, MAX_ACCESS_TOKEN_TTL_SECONDS)
    .default(MAX_ACCESS_TOKEN_TTL_SECONDS)
    .describe(`Life of an access token, at most ${MAX_ACCESS_TOKEN_TTL_SECONDS / 60} minutes`),
  REFRESH_IDLE_TTL_SECONDS: wholeNumber(1, MAX_TTL_SECONDS)
    .default(30 * DAY_SECONDS)
    .describe('A session ends when it was not renewed for so long'),
  REFRESH_ABSOLUTE_TTL_SECONDS: wholeNumber(1, MAX_TTL_SECONDS)
    .default(90 * DAY_SECONDS)
    .describe('A session ends after so long whatever happens'),
  REFRESH_LEEWAY_SECONDS: wholeNumber(0, 60)
    .default(10)
    .describe('A refresh token just used gets the same successor again for so long; 0 for not at all'),
  KINOPOISK_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks')
    .optional()
    .describe('Key of kinopoiskapiunofficial.tech; without it the catalogue alone answers'),
  KINOPOISK_BASE_URL: z
    .string()
    .refine(isSafeForKey, 'must be an https URL, or http to a loopback address, without a name, a password or a query')
    .default('https://kinopoiskapiunofficial.tech')
    .describe('Where Kinopoisk API Unofficial is'),
  KINOPOISK_DAILY_QUOTA: wholeNumber(1, MAX_LIMIT)
    .default(500)
    .describe('Calls a day that the key is good for; where Kinopoisk tells of fewer, those count'),
  KINOPOISK_LARGEST_ID: wholeNumber(1, MAX_KINOPOISK_ID)
    .default(20_000_000)
    .describe(
      'Larger ids are taken for ids of no film, and Kinopoisk is not asked; the largest of 2025 was near 9,000,000',
    ),
  CORS_ORIGINS: list()
    .refine((entries) => entries.every(isOrigin), 'must list origins like https://films.example, without a path')
    .transform((entries) => entries.map((entry) => new URL(entry).origin))
    .default([])
    .describe('Origins whose pages may call the service from a browser, comma-separated'),
  TRUSTED_PROXIES: list()
    .refine(areProxies, 'must list IP addresses or networks like 10.0.0.0/8')
    .default([])
    .describe('Proxies whose X-Forwarded-For counts, comma-separated'),
  METRICS_PORT: wholeNumber(0, 65_535).default(9464).describe('Port of /metrics for Prometheus; 0 takes any free one'),
  METRICS_HOST: host().default('127.0.0.1').describe('Address of /metrics (the image: 0.0.0.0)'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe(LOG_LEVELS.join(', ')),
  LOG_FORMAT: z.enum(LOG_FORMATS).optional().describe('`json` or `pretty`; pretty on a terminal when left out'),
  SENTRY_DSN: z
    .string()
    .refine((dsn) => DSN.test(dsn) && URL.canParse(dsn), 'must be a DSN like https://key@sentry.example/1')
    .optional()
    .describe('Where errors nobody expected are reported: Sentry, GlitchTip or another of that protocol'),
  DOCS_ENABLED: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(true)
    .describe('Whether /docs and /openapi.json are there'),
  LIMIT_LOGIN_PER_ACCOUNT: wholeNumber(1, MAX_LIMIT)
    .default(10)
    .describe('Failed log-ins of one account from one address in 15 minutes'),
  LIMIT_LOGIN_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .default(100)
    .describe('Failed log-ins from one address in 15 minutes; ten times as many from a /48 of IPv6'),
  LIMIT_LOGIN_PER_ACCOUNT_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(100)
    .describe('Failed log-ins of one account in a day from all addresses that its owner does not log in from'),
  LIMIT_LOGIN_RESERVE_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(3)
    .describe('Failed log-ins that one address still has in a day when those of the account are used up'),
  LIMIT_LOGIN_SUCCESS_PER_MINUTE: wholeNumber(1, MAX_LIMIT)
    .default(60)
    .describe('Successful log-ins of one account in a minute'),
  LIMIT_REGISTER_PER_MINUTE: wholeNumber(1, MAX_LIMIT)
    .default(20)
    .describe('Registrations and changes of log-in names from one address in a minute'),
  LIMIT_SEARCH_PER_MINUTE: wholeNumber(1, MAX_LIMIT).default(60).describe('Searches of one user in a minute'),
  LIMIT_IMPORTS_PER_HOUR: wholeNumber(1, MAX_LIMIT).default(20).describe('Imports one user begins in an hour'),
  LIMIT_LISTS_PER_USER: wholeNumber(1, MAX_LIMIT)
    .default(16)
    .describe('Lists and exports of one user under way at the same time'),
  LIMIT_LISTS_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .default(64)
    .describe('Lists and exports under way at the same time for one address'),
  LIMIT_CONNECTIONS: wholeNumber(1, MAX_LIMIT).default(10_000).describe('Connections open at the same time'),
  LIMIT_CONNECTIONS_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .default(1_000)
    .describe('Connections of one address open at the same time; those of TRUSTED_PROXIES do not count'),
  LIMIT_KINOPOISK_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Questions of one user that Kinopoisk has to answer in a day; by default a fifth of its quota, at least 20',
    ),
  LIMIT_KINOPOISK_PER_ADDRESS: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe('Such questions from one address (of IPv6 from a /48), whoever asks; by default what two users have'),
  LIMIT_KINOPOISK_NEW_FOR_DAYS: wholeNumber(0, 365)
    .default(7)
    .describe(
      'How long an account is new, unless a role was given to it; 0 treats new accounts and people without one as users',
    ),
  LIMIT_KINOPOISK_PER_NEWCOMER: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Such questions of one new account, and of all newcomers at one address; by default half of what a user has',
    ),
  LIMIT_KINOPOISK_NEWCOMERS: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe(
      'Such questions of all newcomers together: new accounts, people without one; by default three tenths of the quota, at least 20',
    ),
  LIMIT_KINOPOISK_UNKNOWN_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .default(20)
    .describe(
      'Such questions of one user, and from one address, about ids that turn out to belong to no film, in a day',
    ),
  LIMIT_KINOPOISK_IMPORTS_PER_DAY: wholeNumber(1, MAX_LIMIT)
    .optional()
    .describe('Calls for the imports of one user in a day; by default twice what one user may ask'),
});

export type Settings = z.output<typeof settingsSchema>;

function authSecret() {
  return z.string().superRefine((secret, context) => {
    const message = authSecretFault(secret);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/** A name or an address; blanks around it are a slip that nobody would find. */
function text() {
  return z.string().regex(/^\S(?:.*\S)?$/, 'must not be blank, or begin or end with a blank');
}

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,9})$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);
}

function host() {
  return z.string().refine(isHost, 'must be an IP address or the name of a host');
}

function list() {
  return z.string().transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );
}

/** A pattern like `https://*.films.example` parses as a URL, yet no browser ever sends it as its origin. */
function isOrigin(entry: string): boolean {
  if (!URL.canParse(entry) || entry.includes('*')) return false;
  const { protocol, href, origin } = new URL(entry);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}
