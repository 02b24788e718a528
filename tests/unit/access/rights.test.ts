import { expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/access/actor.ts';
import type { Restriction } from '../../../src/domain/access/restriction.ts';
import { seesAsMuch } from '../../../src/domain/access/rights.ts';
import { anonymous, aUserActor, aUserActorWith, aUserActorWithout, operator } from '../../builders/actor.ts';

const adults: Restriction = { label: 'adults', rule: { ageLimitFrom: 18 } };
const teenagers: Restriction = { label: 'adults', rule: { ageLimitFrom: 12 } };
const user = aUserActor();
const superuser = aUserActor({ isSuperuser: true });
const adult = aUserActorWith('movies:label:adults');
const anyone = aUserActorWith('movies:label:*');

it.each<[string, boolean, [Actor, Restriction[]], [Actor, Restriction[]]]>([
  ['the same actor', true, [user, [adults]], [user, [{ ...adults }]]],
  ['the operator', true, [operator, []], [operator, [adults]]],
  ['a caller without a token', true, [anonymous, []], [anonymous, []]],
  ['a lost permission', false, [user, []], [aUserActorWithout('movies:read'), []]],
  ['a lost label', false, [adult, []], [user, []]],
  ['a label in place of all', false, [anyone, []], [adult, []]],
  ['all labels in place of one', true, [adult, [adults]], [anyone, [adults]]],
  ['a further permission', true, [user, []], [adult, []]],
  ['a superuser who is none any more', false, [superuser, []], [adult, []]],
  ['a user who has become a superuser', true, [adult, []], [superuser, [adults]]],
  ['a new restriction', false, [user, []], [user, [adults]]],
  ['a restriction that covers more', false, [user, [adults]], [user, [teenagers]]],
  ['a new restriction with a label that the actor holds', true, [adult, []], [adult, [adults]]],
  ['a deleted restriction', true, [user, [adults]], [user, []]],
])('%s: %s', (_name, sees, [actor, restrictions], [actorNow, restrictionsNow]) => {
  const before = { actor, restrictions };
  expect(seesAsMuch({ actor: actorNow, restrictions: restrictionsNow }, before)).toBe(sees);
});
