import { beforeEach, describe, expect, it } from 'vitest';
import { DeleteRestriction } from '../../../src/application/access/delete-restriction.ts';
import { ListRestrictions } from '../../../src/application/access/list-restrictions.ts';
import { PutRestriction } from '../../../src/application/access/put-restriction.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import type { Restriction, RestrictionRule } from '../../../src/domain/access/restriction.ts';
import { RestrictionNotFound } from '../../../src/domain/access/restriction.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { InMemoryRestrictionRepository } from '../../fakes/in-memory-restriction-repository.ts';

const adult: Restriction = { label: 'adult', rule: { ageLimitFrom: 18 } };
const fresh: Restriction = { label: 'new', rule: { releasedWithinYears: 3 } };
const manager = aUserActorWith('restrictions:manage', 'movies:label:*');

let restrictions: InMemoryRestrictionRepository;

beforeEach(async () => {
  restrictions = new InMemoryRestrictionRepository();
  await restrictions.put(fresh);
  await restrictions.put(adult);
});

describe.each<[string, (actor: Actor) => Promise<unknown>]>([
  ['ListRestrictions', (actor) => new ListRestrictions(restrictions).execute(actor, {})],
  ['PutRestriction', (actor) => new PutRestriction(restrictions).execute(actor, { ...adult, rule: { genreId: 6 } })],
  ['DeleteRestriction', (actor) => new DeleteRestriction(restrictions).execute(actor, { label: 'adult' })],
  ['DeleteRestriction of none', (actor) => new DeleteRestriction(restrictions).execute(actor, { label: 'none' })],
])('%s', (_, execute) => {
  it.each<[string, Actor, Error]>([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['denies a user', aUserActor(), new PermissionDenied()],
    [
      'denies somebody with every other right',
      aUserActorWith('users:read', 'users:manage', 'roles:manage', 'movies:label:*'),
      new PermissionDenied(),
    ],
  ])('%s, and changes nothing', async (_who, actor, refusal) => {
    await expect(execute(actor)).rejects.toThrow(refusal);
    expect(await restrictions.list()).toEqual([adult, fresh]);
  });
});

describe.each<[string, Actor]>([
  ['somebody with the right', manager],
  ['a superuser', aUserActor({ isSuperuser: true, permissions: new Set() })],
  ['the operator', operator],
])('%s', (_, actor) => {
  it('lists restrictions by label, all of them or a page', async () => {
    const listRestrictions = new ListRestrictions(restrictions);
    expect(await listRestrictions.execute(actor, {})).toEqual({ items: [adult, fresh], total: 2 });
    const page = { page: 2, perPage: 1 };
    expect(await listRestrictions.execute(actor, { page })).toEqual({ items: [fresh], total: 2 });
  });

  it.each<RestrictionRule>([
    { releasedWithinYears: 3 },
    { ageLimitFrom: 18 },
    { genreId: 4 },
    { kinopoiskIds: [301, 435] },
  ])('restricts films by the rule %j', async (rule) => {
    const chosen = { label: 'chosen', rule };
    expect(await new PutRestriction(restrictions).execute(actor, chosen)).toBe(true);
    expect(await restrictions.list()).toEqual([adult, chosen, fresh]);
  });

  it('replaces the rule of a label', async () => {
    const changed = { label: 'adult', rule: { kinopoiskIds: [301] } };
    expect(await new PutRestriction(restrictions).execute(actor, changed)).toBe(false);
    expect(await new PutRestriction(restrictions).execute(actor, changed)).toBe(false);
    expect(await restrictions.list()).toEqual([changed, fresh]);
  });

  it('removes the restriction of a label', async () => {
    await new DeleteRestriction(restrictions).execute(actor, { label: 'adult' });
    expect(await restrictions.list()).toEqual([fresh]);
  });
});

describe('a caller with the permission, but not that of the label', () => {
  const newManager = aUserActorWith('restrictions:manage', 'movies:label:new');

  it.each<[string, Restriction]>([
    ['another rule', { ...adult, rule: { kinopoiskIds: [301] } }],
    ['the same rule', adult],
    ['the first rule', { label: 'drama', rule: { genreId: 4 } }],
  ])('gives the label no rule: %s', async (_, restriction) => {
    const put = new PutRestriction(restrictions).execute(newManager, restriction);
    await expect(put).rejects.toThrow(new PermissionDenied());
    expect(await restrictions.list()).toEqual([adult, fresh]);
  });

  it('cannot remove the restriction of the label, and learns nothing about others', async () => {
    for (const label of ['adult', 'none']) {
      const deletion = new DeleteRestriction(restrictions).execute(newManager, { label });
      await expect(deletion).rejects.toThrow(new PermissionDenied());
    }
    expect(await restrictions.list()).toEqual([adult, fresh]);
  });

  it('changes a label whose permission they have', async () => {
    const changed = { label: 'new', rule: { releasedWithinYears: 1 } };
    expect(await new PutRestriction(restrictions).execute(newManager, changed)).toBe(false);
    await new DeleteRestriction(restrictions).execute(newManager, { label: 'new' });
    expect(await restrictions.list()).toEqual([adult]);
  });
});

describe('DeleteRestriction', () => {
  it.each(['none', 'Adult', '*', ''])('does not find the label %j', async (label) => {
    const deletion = new DeleteRestriction(restrictions).execute(manager, { label });
    await expect(deletion).rejects.toThrow(new RestrictionNotFound());
    expect(await restrictions.list()).toEqual([adult, fresh]);
  });

  it('finds a label once', async () => {
    const deleteRestriction = new DeleteRestriction(restrictions);
    await deleteRestriction.execute(manager, { label: 'adult' });
    await expect(deleteRestriction.execute(manager, { label: 'adult' })).rejects.toThrow(new RestrictionNotFound());
  });
});
