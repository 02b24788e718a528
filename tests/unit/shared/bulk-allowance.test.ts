import { expect, it, vi } from 'vitest';
import { BulkAllowance } from '../../../src/application/shared/bulk-allowance.ts';
import { TooManyRequests } from '../../../src/application/shared/ports/rate-limiter.ts';
import { limitsWith } from '../../builders/catalog.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';

const MAX_KEYS = 50_000;

function allowanceOf(points: number, unitsPerPoint: number) {
  const clock = new FixedClock();
  const limits = limitsWith({ 'stored-address': { limit: points, windowSeconds: 60 } });
  const limiter = new InMemoryRateLimiter(clock, limits);
  const allowance = new BulkAllowance(limiter, 'stored-address', unitsPerPoint);
  return { allowance, clock, consume: vi.spyOn(limiter, 'consume') };
}

it('takes a point for many units, and keeps the rest', async () => {
  const { allowance, consume } = allowanceOf(2, 10);
  for (let times = 0; times < 5; times += 1) await allowance.take('a', 2);
  expect(consume).toHaveBeenCalledTimes(1);
  await allowance.take('b', 15);
  expect(consume).toHaveBeenCalledTimes(3);
});

it('refuses what exceeds the limit, until the next window', async () => {
  const { allowance, clock } = allowanceOf(2, 10);
  await allowance.take('a', 15);
  await expect(allowance.take('a', 6)).rejects.toThrow(TooManyRequests);
  await allowance.take('a', 5);
  await expect(allowance.take('a', 1)).rejects.toThrow(TooManyRequests);
  clock.advanceSeconds(60);
  await allowance.take('a', 20);
});

it('allows no more to calls at the same time', async () => {
  const { allowance } = allowanceOf(3, 10);
  const taken = await Promise.allSettled(Array.from({ length: 50 }, () => allowance.take('a', 1)));
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
});

it('gives back what was not used', async () => {
  const { allowance } = allowanceOf(1, 10);
  await allowance.take('a', 10);
  allowance.giveBack('a', 4);
  await allowance.take('a', 4);
  await expect(allowance.take('a', 1)).rejects.toThrow(TooManyRequests);
});

it('forgets the key that was used least recently', async () => {
  const { allowance, consume } = allowanceOf(5, 10);
  await allowance.take('a', 1);
  await allowance.take('b', 1);
  await allowance.take('a', 1);
  for (let key = 2; key <= MAX_KEYS; key += 1) allowance.giveBack(`other ${key}`, 1);
  consume.mockClear();
  await allowance.take('a', 1);
  expect(consume).not.toHaveBeenCalled();
  await allowance.take('b', 1);
  expect(consume).toHaveBeenCalledTimes(1);
});
