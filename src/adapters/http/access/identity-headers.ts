import type { CheckedCaller } from '../../../application/access/permissions/check-permissions.ts';

/** Headers that tell a gateway who the caller of a check is, with their descriptions. */
export const IDENTITY_HEADERS = {
  'Remote-User':
    'The user name, else the e-mail address, as percent-encoded UTF-8. For a caller without a token, none of the three headers is sent',
  'X-Auth-User-Id': 'The id of the user, which never changes',
  'X-Auth-Roles':
    'The names of the roles, percent-encoded, separated by commas. Empty for a token that is narrowed by a scope',
} as const;

export function identityHeaders({ name, userId, roles }: CheckedCaller): Record<keyof typeof IDENTITY_HEADERS, string> {
  return {
    'Remote-User': headerSafe(name),
    'X-Auth-User-Id': userId,
    'X-Auth-Roles': roles.map(headerSafe).join(','),
  };
}

/** Contains letters and digits of ASCII, `%`, `@` and `-_.!~*'()` only. `decodeURIComponent` restores the text. */
function headerSafe(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%40', '@');
}
