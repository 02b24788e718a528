import type { FieldFault } from '../shared/errors.ts';
import { codePointLength } from '../shared/text.ts';

/** In code points. No setting can lower it (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0.0 v5-6.2.1). */
const MIN_PASSWORD_LENGTH = 8;

/** In bytes of UTF-8. Longer passwords are refused, never truncated. */
export const MAX_PASSWORD_BYTES = 1024;

const SERVICE_NAMES = ['kinopolka', 'kinopoisk', 'кинополка', 'кинопоиск'];

/**
 * The account of the password. `isCommon`: whether the password is on the list of common ones; `field`: the field name
 * in the faults.
 */
export type PasswordContext = {
  readonly field: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly isCommon: boolean;
};

/**
 * All faults of a new password (NIST SP 800-63B-4 §3.1.1.2; v5-6.2.4, 6.2.5, 6.2.10, 6.2.11). There are no composition
 * rules. The password is used exactly as received; only the comparison with the login and the names of the service
 * ignores case, and ignores digits and punctuation at both ends.
 */
export function passwordFaults(password: string, context: PasswordContext): FieldFault[] {
  const { field, username, email, isCommon } = context;
  if (!password.isWellFormed()) return [{ field, code: 'not-well-formed' }];
  if (utf8Length(password) > MAX_PASSWORD_BYTES) return [{ field, code: 'too-long', limit: MAX_PASSWORD_BYTES }];
  const logins = [username, email, email?.split('@')[0]].filter((name) => typeof name === 'string');
  const faults: FieldFault[] = [];
  if (codePointLength(password) < MIN_PASSWORD_LENGTH) {
    faults.push({ field, code: 'too-short', limit: MIN_PASSWORD_LENGTH });
  }
  if (isCommon) faults.push({ field, code: 'password-common' });
  if (logins.some((login) => isSameWord(password, login))) faults.push({ field, code: 'password-is-login' });
  if (SERVICE_NAMES.some((name) => isSameWord(password, name))) {
    faults.push({ field, code: 'password-is-service-name' });
  }
  return faults;
}

function isSameWord(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)];
  return a === b || (core(a) !== '' && core(a) === core(b));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The text from its first letter to its last. */
function core(text: string): string {
  return /\p{L}(?:.*\p{L})?/su.exec(text)?.[0] ?? '';
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
