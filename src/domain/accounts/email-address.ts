import type { FieldFault, FieldFaultCode } from '../shared/errors.ts';
import { isCleanText } from '../shared/text.ts';
import { parseUsername } from './username.ts';

/** Maximum length in characters, as typed and in canonical form (RFC 5321 §4.5.3.1.3, less the two brackets). */
export const MAX_EMAIL_LENGTH = 254;

/** In characters (RFC 5321 §4.5.3.1.1). */
const MAX_LOCAL_PART_LENGTH = 64;

/** `email`: canonical form. */
export type ParsedEmail =
  | { readonly ok: true; readonly email: string }
  | { readonly ok: false; readonly fault: FieldFault };

/**
 * Parses an e-mail address: a dot-atom (RFC 5322 §3.2.3) in ASCII, `@`, a domain of at least two labels. The canonical
 * form is lower case with the domain in ASCII (`почта.рф` → `xn--80a1acny.xn--p1ai`, UTS #46); canonicalizing it again
 * changes nothing. White space, comments, quoted names and IP addresses are refused.
 */
export function parseEmail(raw: string): ParsedEmail {
  if (raw.length > MAX_EMAIL_LENGTH) return refuse('too-long', MAX_EMAIL_LENGTH);
  if (!isCleanText(raw)) return refuse('not-well-formed');
  const at = raw.indexOf('@');
  const localPart = raw.slice(0, at);
  const domain = asciiDomain(raw.slice(at + 1));
  if (at < 0 || domain === undefined || !isLocalPart(localPart)) return refuse('invalid-format');
  const email = `${localPart.toLowerCase()}@${domain}`;
  return email.length > MAX_EMAIL_LENGTH ? refuse('too-long', MAX_EMAIL_LENGTH) : { ok: true, email };
}

/**
 * Parses a login as typed: an e-mail address when it contains `@`, otherwise a user name. Returns the canonical form,
 * or `undefined` when no account can have this login.
 */
export function parseLogin(raw: string): { username: string } | { email: string } | undefined {
  if (raw.includes('@')) {
    const parsed = parseEmail(raw);
    return parsed.ok ? { email: parsed.email } : undefined;
  }
  const parsed = parseUsername(raw);
  return parsed.ok ? { username: parsed.username } : undefined;
}

function isLocalPart(text: string): boolean {
  if (text.length > MAX_LOCAL_PART_LENGTH) return false;
  return text.split('.').every((atom) => /^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+$/.test(atom));
}

/** The domain in ASCII as DNS knows it, or `undefined` when it is not a valid domain. */
function asciiDomain(text: string): string | undefined {
  // The URL parser drops tabs and ends the host at a slash, so the domain was checked for other characters before.
  const url = `http://${text}`;
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(text) || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  const labels = hostname.split('.');
  const isName = labels.length > 1 && labels.every(isLabel);
  const isIpAddress = !/[a-z]/.test(labels.at(-1) ?? '');
  return isName && !isIpAddress ? hostname : undefined;
}

/** RFC 1035 §2.3.1, RFC 1123 §2.1. */
function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9-]+$/.test(text) && !text.startsWith('-') && !text.endsWith('-');
}

function refuse(code: FieldFaultCode, limit?: number): ParsedEmail {
  return { ok: false, fault: { field: 'email', code, ...(limit !== undefined && { limit }) } };
}
