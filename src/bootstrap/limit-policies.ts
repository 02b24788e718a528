import type { Limit } from '../adapters/rate-limiting/database-rate-limiter.ts';
import type { LimitPolicy } from '../application/ports/rate-limiter.ts';
import type { Settings } from './settings.ts';

const LOGIN_WINDOW_SECONDS = 15 * 60;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * 3600;

/** One user may ask for this part of a day's calls, unless the operator says otherwise, but for some in any case. */
const SHARE_OF_ONE_USER = 0.2;
const QUESTIONS_IN_ANY_CASE = 20;

/** And all newcomers together for this part. */
const SHARE_OF_NEWCOMERS = 0.3;

/** Failed log-ins of one account in a row from unfamiliar addresses, however many those are, in a day. */
const LOGINS_PER_ACCOUNT = { limit: 100, windowSeconds: 24 * 3600 };

/** Log-ins refused by a limit that the history of an account shows, in the same time. */
const REFUSALS_WRITTEN_DOWN = 10;

/** The limits as the settings have them. */
export function limitPolicies(settings: Settings): Record<LimitPolicy, Limit> {
  return {
    ...kinopoiskPolicies(settings),
    'login-account-address': { limit: settings.LIMIT_LOGIN_PER_ACCOUNT, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-address': { limit: settings.LIMIT_LOGIN_PER_ADDRESS, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-account': LOGINS_PER_ACCOUNT,
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
