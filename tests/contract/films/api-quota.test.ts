import { beforeEach } from 'vitest';
import { KINOPOISK_PACING } from '../../../src/adapters/kinopoisk/kinopoisk-pacing.ts';
import { DrizzleApiQuota } from '../../../src/adapters/persistence/films/upstream/drizzle-api-quota.ts';
import { InMemoryApiQuota } from '../../fakes/in-memory-api-quota.ts';
import { onEachEngine } from '../../support/database.ts';
import { apiQuotaContract } from './api-quota.contract.ts';

let budgets = new Map<string, InMemoryApiQuota>();
let accounts = 0;
beforeEach(() => {
  budgets = new Map();
});

apiQuotaContract('in memory', async ({ limit, name = `account ${++accounts}` }) => {
  const budget = budgets.get(name) ?? new InMemoryApiQuota(limit, KINOPOISK_PACING);
  budgets.set(name, budget);
  return budget;
});

onEachEngine((adapter, open) => {
  const opened: { at?: Awaited<ReturnType<typeof open>> } = {};
  beforeEach(async () => {
    opened.at = await open();
  });
  apiQuotaContract(adapter, async ({ limit, name = `account ${++accounts}` }) => {
    return new DrizzleApiQuota(opened.at ?? (await open()), {
      account: name,
      dailyLimit: limit,
      pacing: KINOPOISK_PACING,
    });
  });
});
