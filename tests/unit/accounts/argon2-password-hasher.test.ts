import { hash } from '@node-rs/argon2';
import { beforeAll, describe, expect, it } from 'vitest';
import { Argon2PasswordHasher } from '../../../src/adapters/security/argon2-password-hasher.ts';
import { ServerBusy } from '../../../src/application/shared/server-busy.ts';

const today = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Processor time of the whole process in ms, including the threads that hash; the median of several runs. */
async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const runs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    runs.push((user + system) / 1000);
  }
  return runs.toSorted((a, b) => a - b)[2] ?? Number.NaN;
}

describe('Argon2PasswordHasher', () => {
  let hasher: Argon2PasswordHasher;

  beforeAll(async () => {
    hasher = await Argon2PasswordHasher.create({ concurrency: 2 });
  });

  it('hashes with argon2id, 19 MiB, two passes, one lane, a salt of 16 and a hash of 32 bytes', async () => {
    expect(await hasher.hash('correct horse')).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
  });

  it.each([
    ['argon2i', { ...today, algorithm: 1 }, true],
    ['argon2d', { ...today, algorithm: 0 }, true],
    ['version 16', { ...today, version: 0 }, true],
    ['less memory', { ...today, memoryCost: 19_455 }, true],
    ['fewer passes', { ...today, timeCost: 1 }, true],
    ['fewer passes over more memory', { ...today, memoryCost: 30_000, timeCost: 1 }, true],
    ['a shorter hash', { ...today, outputLen: 16 }, true],
    ['a shorter salt', { ...today, salt: Buffer.alloc(8, 1) }, true],
    ['the same', today, false],
    ['more of everything', { memoryCost: 20_000, timeCost: 3, parallelism: 2 }, false],
  ])('calls a hash with %s outdated: %s', async (_, options, outdated) => {
    const passwordHash = await hash('correct horse', options);
    expect(await hasher.verify(passwordHash, 'correct horse')).toEqual({ matches: true, outdated });
  });

  describe('for an unknown account', () => {
    const stored = hash('correct horse', today);
    const cases: [string, () => Promise<unknown>][] = [
      ['an unknown name', () => hasher.verify(undefined, 'wrong')],
      ['an unknown name and an empty password', () => hasher.verify(undefined, '')],
      ['a stored hash that cannot be read', () => hasher.verify('$2b$12$abcdefghijklmnopqrstuu', 'wrong')],
    ];

    it.each(cases)('spends the processor time of a wrong password: %s', async (_, work) => {
      const wrong = await cpuMs(async () => hasher.verify(await stored, 'wrong'));
      const unknown = await cpuMs(work);
      expect(unknown).toBeGreaterThan(wrong / 3);
      expect(unknown).toBeLessThan(wrong * 3);
    });

    it.each(cases)('takes one turn, like a wrong password: %s', async (_, work) => {
      const calls = [work(), work(), work()];
      expect({ running: hasher.running, waiting: hasher.waiting }).toEqual({ running: 2, waiting: 1 });
      await Promise.all(calls);
      expect({ running: hasher.running, waiting: hasher.waiting }).toEqual({ running: 0, waiting: 0 });
    });
  });

  it('does not compute a stored hash that would need all memory', async () => {
    const passwordHash = (await hasher.hash('correct horse')).replace('m=19456', 'm=4294967295');
    expect(await hasher.verify(passwordHash, 'correct horse')).toEqual({ matches: false, outdated: false });
    const slow = (await hasher.hash('correct horse')).replace('t=2', 't=4294967295');
    expect(await hasher.verify(slow, 'correct horse')).toEqual({ matches: false, outdated: false });
  });

  it('runs and queues the configured number of calls, and refuses the next at once', async () => {
    const small = await Argon2PasswordHasher.create({ concurrency: 1, maxQueue: 2 });
    let finished = 0;
    const calls = Array.from({ length: 3 }, () => small.hash('correct horse').finally(() => (finished += 1)));
    expect({ running: small.running, waiting: small.waiting }).toEqual({ running: 1, waiting: 2 });

    const refusals = await Promise.allSettled([small.hash('x'), small.verify(undefined, 'x'), small.verify('', 'x')]);
    expect(finished).toBe(0);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 'rejected', reason: { code: 'server-busy', retryAfterSeconds: 1 } });
      expect(refusal.status === 'rejected' && refusal.reason).toBeInstanceOf(ServerBusy);
    }

    await Promise.all(calls);
    expect(await small.hash('correct horse')).toMatch(/^\$argon2id\$/);
  });
});
