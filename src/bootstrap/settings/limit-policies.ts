import type { ConnectionLimits } from '../../adapters/http/server/connection-guard.ts';
import type { ExpensiveWorkLimits } from '../../adapters/http/server/expensive-work.ts';
import type { Limit } from '../../adapters/rate-limiting/database-rate-limiter.ts';
import type { LimitPolicy } from '../../application/shared/ports/rate-limiter.ts';
import { DAY_SECONDS } from '../../domain/shared/duration.ts';
import type { Settings } from './settings.ts';

const LOGIN_WINDOW_SECONDS = 15 * 60;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** One user may ask for this part of a day's calls, unless the operator says otherwise, but for some in any case. */
const SHARE_OF_ONE_USER = 0.2;
const QUESTIONS_IN_ANY_CASE = 20;

/** A network of IPv6 may be one customer's, and may be many people's: it gets what ten addresses get. */
const ADDRESSES_OF_A_NETWORK = 10;

/** And all newcomers together for this part. */
const SHARE_OF_NEWCOMERS = 0.3;

/** Log-ins refused by a limit that the history of an account shows, in the same time. */
const REFUSALS_WRITTEN_DOWN = 10;

/** On the embedded database, which runs one statement at a time. */
const STARTING_WHEN_EMBEDDED = 4;

/** A list that is longer than its first part goes on beside so many others: the rest of the loop's time is for what is short. */
const CONTINUING = 2;

/** Changes of many films at once. They may wait for Kinopoisk, and for the person's other changes. */
const WRITING = 2;

/** Each holds a batch of records and some text, together about half a megabyte. */
const STALLED = 128;

/** How many connections there may be; addresses of proxies are not counted. */
export function connectionLimits(settings: Settings): ConnectionLimits {
  return {
    total: settings.LIMIT_CONNECTIONS,
    perAddress: settings.LIMIT_CONNECTIONS_PER_ADDRESS,
    trustedProxies: settings.TRUSTED_PROXIES,
  };
}

/**
 * `connections`: of the pool, where there is one. As many lists begin at the same moment: then a statement of somebody else
 * waits for one of theirs at most, and short lists are answered as fast as ever.
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

/** The limits as the settings have them. */
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
    'login-refusal': { limit: REFUSALS_WRITTEN_DOWN, windowSeconds: LOGIN_WINDOW_SECONDS },
    register: { limit: settings.LIMIT_REGISTER_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
    search: { limit: settings.LIMIT_SEARCH_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
    import: { limit: settings.LIMIT_IMPORTS_PER_HOUR, windowSeconds: HOUR_SECONDS },
  };
}

/** A day's calls as they are divided. An address is good for two people, and newcomers get half of what others get. */
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
