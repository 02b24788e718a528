import type { UserId } from '../accounts/user.ts';
import type { PersonalTokenId } from '../sessions/personal-token.ts';
import type { Client, SessionId } from '../sessions/session.ts';
import { domainError } from '../shared/errors.ts';
import type { Permission } from './permission.ts';
import { includesPermission } from './permission.ts';
import type { Scope } from './scope.ts';
import { narrowed } from './scope.ts';

/** A caller without a token. */
export type AnonymousActor = { readonly kind: 'anonymous'; readonly permissions: ReadonlySet<Permission> };

/**
 * The proof of who the user is. `background`: there is no request, because the service does work that the user has
 * started before.
 */
export type Credential =
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | { readonly kind: 'personal-token'; readonly tokenId: PersonalTokenId }
  | { readonly kind: 'background' };

/**
 * A user with a valid token. A superuser may do everything, even without an entry in `permissions`. `scope`: the
 * permissions to which the token is narrowed; then `permissions` are already narrowed, and `isSuperuser` is false.
 * `operator`: the operator who acts for this user without a token, with only the rights of the user.
 */
export type UserActor = {
  readonly kind: 'user';
  readonly userId: UserId;
  readonly credential: Credential;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
  readonly isSuperuser: boolean;
  readonly scope?: Scope;
  readonly operator?: SystemActor;
};

/** Somebody who is logged in: with an access token of a session. */
export type SessionActor = UserActor & { readonly credential: Extract<Credential, { readonly kind: 'session' }> };

/** The service itself, or its operator on the command line. Has every permission and owns nothing. */
export type SystemActor = { readonly kind: 'system'; readonly name: 'system' | 'cli' };

/** The actor of background work. */
export const THE_SERVICE: SystemActor = { kind: 'system', name: 'system' };

/** The caller of an operation. */
export type Actor = AnonymousActor | UserActor | SystemActor;

/** The operation requires a log-in and the request carried no token. */
export class Unauthenticated extends domainError('unauthenticated', 'unauthenticated') {}

/** The caller is known but lacks the permission. */
export class PermissionDenied extends domainError('forbidden', 'permission-denied') {}

/** The operation requires a session. Personal tokens are refused, whatever their permissions. */
export class SessionRequired extends domainError('forbidden', 'session-required') {}

/** An anonymous caller without any permission. */
export const nobody: AnonymousActor = { kind: 'anonymous', permissions: new Set() };

/**
 * Name of the actor in logs: the user's id, `anonymous`, `cli` or `system`. If an operator acts for a user, it is the
 * operator's name.
 */
export function actorName(actor: Actor): string {
  if (actor.kind === 'user') return actor.operator?.name ?? actor.userId;
  return actor.kind === 'system' ? actor.name : actor.kind;
}

/** The user for whom an operator acts. */
export function representedUser(actor: Actor): UserId | undefined {
  return actor.kind === 'user' && actor.operator ? actor.userId : undefined;
}

/** The key under which limits count the actor's calls: the user's id, or the address block of any other caller. */
export function limitKey(actor: Actor, client: Client): string {
  return actor.kind === 'user' ? actor.userId : client.address.block;
}

/** Whether the actor has every permission. */
export function isSuperuser(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.isSuperuser);
}

export function isAllowed(actor: Actor, permission: Permission): boolean {
  return isSuperuser(actor) || (actor.kind !== 'system' && includesPermission(actor.permissions, permission));
}

/**
 * Requires one of the given permissions.
 * @throws Unauthenticated for a caller without a token, PermissionDenied for any other caller that lacks the permission
 */
export function authorize(actor: Actor, anyOf: Permission | readonly Permission[]): void {
  const permissions = typeof anyOf === 'string' ? [anyOf] : anyOf;
  if (permissions.some((permission) => isAllowed(actor, permission))) return;
  throw actor.kind === 'anonymous' ? new Unauthenticated() : new PermissionDenied();
}

/** For data that belongs to a user: requires the permission and a logged-in user as owner. @throws as `authorize` */
export function authorizeUser(actor: Actor, permission: Permission): asserts actor is UserActor {
  authorize(actor, permission);
  if (actor.kind !== 'user') throw new Unauthenticated();
}

/**
 * For operations on the account and its sessions that a stolen personal token must not run. A caller without a token is
 * not refused here. @throws SessionRequired
 */
export function refusePersonalToken(actor: Actor): void {
  if (actor.kind === 'user' && actor.credential.kind !== 'session') throw new SessionRequired();
}

/** `authorizeUser` for operations that require a session. @throws SessionRequired; as `authorize` */
export function authorizeSession(actor: Actor, permission: Permission): asserts actor is SessionActor {
  refusePersonalToken(actor);
  authorizeUser(actor, permission);
}

/** The actor with a token of this scope: not a superuser, and without permissions outside of the scope. */
export function narrowedTo(scope: Scope, actor: UserActor): UserActor {
  const permissions = actor.isSuperuser ? new Set(scope) : narrowed(actor.permissions, scope);
  return { ...actor, isSuperuser: false, permissions, scope };
}

/** For operations that only the service itself and its operator run. @throws PermissionDenied */
export function authorizeService(actor: Actor): asserts actor is SystemActor {
  if (actor.kind !== 'system') throw new PermissionDenied();
}

/**
 * Requires all of the permissions, because people may grant and revoke only permissions that they have themselves.
 * @throws as `authorize`
 */
export function authorizeAll(actor: Actor, permissions: Iterable<Permission>): void {
  for (const permission of permissions) authorize(actor, permission);
}
