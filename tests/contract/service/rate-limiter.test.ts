import { afterEach } from 'vitest';
import { DatabaseRateLimiter } from '../../../src/adapters/rate-limiting/database-rate-limiter.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';
import { InMemoryRateLimiter } from '../../fakes/in-memory-rate-limiter.ts';
import { onEachEngine } from '../../support/database.ts';
import { limits, rateLimiterContract } from './rate-limiter.contract.ts';

const opened: DatabaseRateLimiter[] = [];

afterEach(() => {
  for (const limiter of opened.splice(0)) limiter.close();
});

rateLimiterContract('in memory', async () => new InMemoryRateLimiter(new SystemClock(), limits));
onEachEngine((engine, open) => {
  rateLimiterContract(`DatabaseRateLimiter, ${engine}`, async () => {
    const database = await open();
    const limiter = new DatabaseRateLimiter((text, values) => database.query(text, values), limits);
    opened.push(limiter);
    return limiter;
  });
});
