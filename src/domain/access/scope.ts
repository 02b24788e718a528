import { domainError } from '../shared/errors.ts';
import type { Permission } from './permission.ts';
import { ALL_LABELS, includesPermission, isLabelPermission, isPermission } from './permission.ts';

/** The permissions to which a token is narrowed, each once, in alphabetical order. A scope is never empty. */
export type Scope = readonly Permission[];

/** Longest scope in characters: access tokens carry it in every request. */
export const MAX_SCOPE_LENGTH = 2048;

/** A requested permission does not exist, is not held, or was not granted to the session. */
export class InvalidScope extends domainError('invalid', 'invalid-scope') {}

/** Reads permissions that single spaces separate (RFC 6749 section 3.3). @throws InvalidScope */
export function parseScope(text: string): Scope {
  const names = text.length > MAX_SCOPE_LENGTH ? [] : text.split(' ');
  const permissions = names.filter((name) => isPermission(name));
  if (permissions.length === 0 || permissions.length < names.length) throw new InvalidScope();
  return Array.from(new Set(permissions)).toSorted();
}

export function scopeText(scope: Scope): string {
  return scope.join(' ');
}

export function isSameScope(a: Scope | null, b: Scope | null): boolean {
  return a === null || b === null ? a === b : scopeText(a) === scopeText(b);
}

/** Whether `granted` (`null`: a session that is not narrowed) includes every permission of `scope`. */
export function includesScope(granted: Scope | null, scope: Scope): boolean {
  if (granted === null) return true;
  const permissions = new Set(granted);
  return scope.every((permission) => includesPermission(permissions, permission));
}

/**
 * The permissions that are both held and in the scope. If one side names a label and the other all labels, the label
 * is included.
 */
export function narrowed(held: ReadonlySet<Permission>, scope: Scope): ReadonlySet<Permission> {
  const asked = new Set(scope);
  const [ofScope, ofHolder] = [
    scope.filter((permission) => includesPermission(held, permission)),
    [...held].filter((permission) => includesPermission(asked, permission)),
  ];
  return new Set([...ofScope, ...ofHolder]);
}

/**
 * The scope of a token that is not narrowed: the permissions of its holder. Single labels are left out if {@link
 * ALL_LABELS} includes them, or if the scope would be longer than {@link MAX_SCOPE_LENGTH}.
 */
export function heldScope(held: ReadonlySet<Permission>): Scope {
  const names = [...held].toSorted();
  const others = names.filter((permission) => permission === ALL_LABELS || !isLabelPermission(permission));
  if (held.has(ALL_LABELS)) return others;
  return scopeText(names).length > MAX_SCOPE_LENGTH ? others : names;
}
