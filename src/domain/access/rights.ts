import type { Actor } from './actor.ts';
import { isAllowed, isSuperuser } from './actor.ts';
import { labelPermission } from './permission.ts';
import type { Restriction } from './restriction.ts';

/** The rights of an actor, together with the restrictions, at one moment. They decide which data the actor gets. */
export type Rights = { readonly actor: Actor; readonly restrictions: readonly Restriction[] };

/** Whether the actor may `now` see everything that the same actor might see `before`. */
export function seesAsMuch(now: Rights, before: Rights): boolean {
  return keepsPermissions(now.actor, before.actor) && isNothingHidden(now, before);
}

function keepsPermissions(now: Actor, before: Actor): boolean {
  if (isSuperuser(before)) return isSuperuser(now);
  return before.kind === 'system' || Array.from(before.permissions).every((permission) => isAllowed(now, permission));
}

function isNothingHidden({ actor, restrictions }: Rights, before: Rights): boolean {
  if (restrictions === before.restrictions) return true;
  const known = new Set(before.restrictions.map((restriction) => JSON.stringify(restriction)));
  return restrictions.every(
    (restriction) => known.has(JSON.stringify(restriction)) || isAllowed(actor, labelPermission(restriction.label)),
  );
}
