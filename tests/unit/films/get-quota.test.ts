import { beforeEach, describe, expect, it } from 'vitest';
import { GetQuota } from '../../../src/application/films/upstream/get-quota.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { anonymous, aUserActor, aUserActorWith } from '../../builders/actor.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryApiQuota } from '../../fakes/in-memory-api-quota.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';

describe('GetQuota', () => {
  const clock = new FixedClock(new Date('2026-11-20T12:00:00.820Z'));
  const mayRead = aUserActorWith('quota:read');
  let source: InMemoryFilmSource;
  let budget: InMemoryApiQuota;
  let getQuota: GetQuota;
  beforeEach(() => {
    source = new InMemoryFilmSource(clock);
    budget = new InMemoryApiQuota(500);
    getQuota = new GetQuota(source, budget, clock);
  });

  const resetsAt = new Date('2026-11-21T00:00:00.000Z');

  it.each([
    ['nothing was used', 0, { remaining: 500, reserved: 250 }],
    ['a part was used', 100, { remaining: 400, reserved: 250 }],
    ['background work has used its part', 300, { remaining: 200, reserved: 200 }],
    ['all is used', 500, { remaining: 0, reserved: 0 }],
  ])('shows at noon the remaining calls if %s', async (_, used, left) => {
    await budget.learn({ limit: 500, used }, clock.now());
    expect(await getQuota.execute(mayRead)).toEqual({ limit: 500, used, ...left, resetsAt });
    expect(source.calls).toEqual([]);
  });

  it('shows no quota without a film source', async () => {
    expect(await new GetQuota(undefined, budget, clock).execute(mayRead)).toBeUndefined();
  });

  it.each([
    ['asks somebody without a token to log in', anonymous, new Unauthenticated()],
    ['denies a user without the right', aUserActor(), new PermissionDenied()],
  ])('%s', async (_, actor, refusal) => {
    await expect(getQuota.execute(actor)).rejects.toThrow(refusal);
  });
});
