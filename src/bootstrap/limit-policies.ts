import type { Limit } from '../adapters/rate-limiting/database-rate-limiter.ts';
import type { LimitPolicy } from '../application/ports/rate-limiter.ts';
import type { Settings } from './settings.ts';

const LOGIN_WINDOW_SECONDS = 15 * 60;
const MINUTE_SECONDS = 60;

/** Failed log-ins of one account in a row from unfamiliar addresses, however many those are, in a day. */
const LOGINS_PER_ACCOUNT = { limit: 100, windowSeconds: 24 * 3600 };

/** Log-ins refused by a limit that the history of an account shows, in the same time. */
const REFUSALS_WRITTEN_DOWN = 10;

/** The limits as the settings have them. */
export function limitPolicies(settings: Settings): Record<LimitPolicy, Limit> {
  return {
    'login-account-address': { limit: settings.LIMIT_LOGIN_PER_ACCOUNT, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-address': { limit: settings.LIMIT_LOGIN_PER_ADDRESS, windowSeconds: LOGIN_WINDOW_SECONDS },
    'login-account': LOGINS_PER_ACCOUNT,
    'login-refusal': { limit: REFUSALS_WRITTEN_DOWN, windowSeconds: LOGIN_WINDOW_SECONDS },
    register: { limit: settings.LIMIT_REGISTER_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
    search: { limit: settings.LIMIT_SEARCH_PER_MINUTE, windowSeconds: MINUTE_SECONDS },
  };
}
