import type { FieldFault } from '../shared/errors.ts';
import { codePointLength } from '../shared/text.ts';

/** In code points; a floor no setting undercuts (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0.0 v5-6.2.1). */
export const MIN_PASSWORD_LENGTH = 8;

/** In bytes of UTF-8. Longer passwords are refused, never cut. */
export const MAX_PASSWORD_BYTES = 1024;

const SERVICE_NAMES = ['kinopolka', 'kinopoisk', 'кинополка', 'кинопоиск'];

/** Whose password it is to be; `isCommon`: it is on the list of common ones; `field`: the name the faults carry. */
export type PasswordContext = {
  readonly field: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly isCommon: boolean;
};

/**
 * Everything that speaks against a new password (NIST SP 800-63B-4 §3.1.1.2; v5-6.2.4, 6.2.5, 6.2.10, 6.2.11). There are
 * no composition rules. The password counts as received; it is folded only to be compared with the log-in's and the
 * service's names: case, and digits and punctuation around it, do not make another word of it.
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
