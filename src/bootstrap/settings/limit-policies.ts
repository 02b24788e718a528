import type { ConnectionLimits } from '../../adapters/http/server/connection-guard.ts';
import type { ExpensiveWorkLimits } from '../../adapters/http/server/expensive-work.ts';
import type { Limit } from '../../adapters/rate-limiting/database-rate-limiter.ts';
import { LOGINS_PER_POINT } from '../../application/sessions/login-guard.ts';
import type { LimitPolicy } from '../../application/shared/ports/rate-limiter.ts';
import { DAY_SECONDS } from '../../domain/shared/duration.ts';
import type { Settings } from './settings-schema.ts';

const LOGIN_WINDOW_SECONDS = 15 * 60;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** Default share of a day's calls for one user, with a fixed minimum. */
const SHARE_OF_ONE_USER = 0.2;
const QUESTIONS_IN_ANY_CASE = 20;

/** An IPv6 network may belong to one customer or to many people, so it gets the limit of ten addresses. */
const ADDRESSES_OF_A_NETWORK = 10;

/** Default share of a day's calls for all newcomers together. */
const SHARE_OF_NEWCOMERS = 0.3;

/** How many users' imports one address may start, because one person can have many accounts. */
const IMPORTERS_OF_AN_ADDRESS = 3;

/** How many times the log-ins of one account in a minute the history keeps of one address in a day. */
const LOGINS_OF_AN_ADDRESS = 500;

/** How many users use up what their address may store. */
const STORERS_OF_AN_ADDRESS = 2;

/** Maximum number of refusals by a limit that the history shows per window. */
const REFUSALS_WRITTEN_DOWN = 10;

/** The same maximum for one address, which may try any number of accounts. */
const REFUSALS_OF_AN_ADDRESS = 100;

/** Number of lists that start at the same moment on the embedded database, which runs one statement at a time. */
const STARTING_WHEN_EMBEDDED = 4;

/** Concurrent lists past their first part. The rest of the event loop's time is for short answers. */
const CONTINUING = 3;

/** Concurrent bulk changes. They may wait for Kinopoisk, and for other changes of the same person. */
const WRITING = 3;

/** Maximum number of unread answers. Each holds a batch of records and some text, about half a megabyte. */
const STALLED = 128;

/** Maximum numbers of connections; addresses of proxies are exempt. */
export function connectionLimits(settings: Settings): ConnectionLimits {
  return {
    total: settings.LIMIT_CONNECTIONS,
    perAddress: settings.LIMIT_CONNECTIONS_PER_ADDRESS,
    trustedProxies: settings.TRUSTED_PROXIES,
  };
}

/**
 * `connections`: size of the pool, if any. As many lists may start at the same moment as there are connections. Then
 * any other statement waits for at most one statement of a list, and short lists stay fast.
 */
export function expensiveWorkLimits(settings: Settings, connections: number | undefined): ExpensiveWorkLimits {
  return {
    perUser: settings.LIMIT_LISTS_PER_USER,
    perAddress: settings.LIMIT_LISTS_PER_ADDRESS,
    starting: connections ?? STARTING_WHEN_EMBEDDED,
    continuing: CONTINUING,
    writing: WRITING,
    stalled: STALLED,
  };
}

/** The rate limits from the settings. */
export function limitPolicies(settings: Settings): Record<LimitPolicy, Limit> {
  return {
    ...kinopoiskPolicies(settings),
    'login-account-address': { limit: settings.LIMIT_LOGIN_PER_ACCOUNT, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-address': { limit: settings.LIMIT_LOGIN_PER_ADDRESS, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-network': {
      limit: settings.LIMIT_LOGIN_PER_ADDRESS * ADDRESSES_OF_A_NETWORK,
      windowSeconds: LOGIN_WINDOW_SECONDS,
    },
    'login-account': { limit: settings.LIMIT_LOGIN_PER_ACCOUNT_PER_DAY, windowSeconds: DAY_SECONDS },
    'login-reserve': { limit: settings.LIMIT_LOGIN_RESERVE_PER_DAY, windowSeconds: DAY_SECONDS },
    'login-reserve-network': {
      limit: settings.LIMIT_LOGIN_RESERVE_PER_DAY * ADDRESSES_OF_A_NETWORK,
      windowSeconds: DAY_SECONDS,
    },
    'login-success': { limit: settings.LIMIT_LOGIN_SUCCESS_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
    'login-success-address': {
      limit: Math.ceil((settings.LIMIT_LOGIN_SUCCESS_PER_MINUTE * LOGINS_OF_AN_ADDRESS) / LOGINS_PER_POINT),
      windowSeconds: DAY_SECONDS,
    },
    'login-success-first': { limit: 1, windowSeconds: DAY_SECONDS },
    'login-refusal': { limit: REFUSALS_WRITTEN_DOWN, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-refusal-address': { limit: REFUSALS_OF_AN_ADDRESS, windowSeconds: LOGIN_WINDOW_SECONDS },
    register: { limit: settings.LIMIT_REGISTER_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
    'register-network': {
      limit: settings.LIMIT_REGISTER_PER_MINUTE * ADDRESSES_OF_A_NETWORK,
      windowSeconds: MINUTE_SECONDS,
    },
    search: { limit: settings.LIMIT_SEARCH_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
    import: { limit: settings.LIMIT_IMPORTS_PER_HOUR, windowSeconds: HOUR_SECONDS },
    'import-address': {
      limit: settings.LIMIT_IMPORTS_PER_HOUR * IMPORTERS_OF_AN_ADDRESS,
      windowSeconds: HOUR_SECONDS,
    },
    stored: {
      limit: Math.ceil(settings.LIMIT_STORED_MB_PER_DAY / STORERS_OF_AN_ADDRESS),
      windowSeconds: DAY_SECONDS,
    },
    'stored-address': { limit: settings.LIMIT_STORED_MB_PER_DAY, windowSeconds: DAY_SECONDS },
  };
}

/** Divides a day's calls. An address gets the share of two users, a newcomer half of a user's share. */
function kinopoiskPolicies(settings: Settings) {
  const ofQuota = (share: number) =>
    Math.max(QUESTIONS_IN_ANY_CASE, Math.floor(settings.KINOPOISK_DAILY_QUOTA * share));
  const ofOneUser = settings.LIMIT_KINOPOISK_PER_DAY ?? ofQuota(SHARE_OF_ONE_USER);
  const aDay = (limit: number): Limit => ({ limit, windowSeconds: DAY_SECONDS });
  return {
    kinopoisk: aDay(ofOneUser),
    'kinopoisk-address': aDay(settings.LIMIT_KINOPOISK_PER_ADDRESS ?? 2 * ofOneUser),
    'kinopoisk-newcomer': aDay(settings.LIMIT_KINOPOISK_PER_NEWCOMER ?? Math.ceil(ofOneUser / 2)),
    'kinopoisk-newcomers': aDay(settings.LIMIT_KINOPOISK_NEWCOMERS ?? ofQuota(SHARE_OF_NEWCOMERS)),
    'kinopoisk-guess': aDay(settings.LIMIT_KINOPOISK_UNKNOWN_PER_DAY),
    'kinopoisk-import': aDay(settings.LIMIT_KINOPOISK_IMPORTS_PER_DAY ?? 2 * ofOneUser),
  } satisfies Partial<Record<LimitPolicy, Limit>>;
}
