import { expect, it, vi } from 'vitest';
import { paidWork } from '../../../src/application/shared/paid-work.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { limitsWith } from '../../builders/catalog.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';

it('takes no point, and creates no counter, when a later counter is known to be used up', async () => {
  const limiter = new InMemoryRateLimiter(
    new FixedClock(),
    limitsWith({ 'register-network': { limit: 1, windowSeconds: 60 } }),
  );
  const registerAt = (block: string) =>
    paidWork(
      limiter,
      [
        { policy: 'register', key: block },
        { policy: 'register-network', key: 'a network' },
      ],
      async () => 'done',
    );
  expect(await registerAt('its first block')).toMatchObject({ result: 'done' });
  const consume = vi.spyOn(limiter, 'consume');
  await expect(registerAt('its second block')).rejects.toThrow(TooManyRequests);
  expect(consume).not.toHaveBeenCalled();
});
