import { beforeEach } from 'vitest';
import { DrizzleCallBudget } from '../../../src/adapters/persistence/films/drizzle-call-budget.ts';
import { InMemoryCallBudget } from '../../fakes/in-memory-call-budget.ts';
import { onEachEngine } from '../../support/database.ts';
import { callBudgetContract } from './call-budget.contract.ts';

let budgets = new Map<string, InMemoryCallBudget>();
let accounts = 0;
beforeEach(() => {
  budgets = new Map();
});

callBudgetContract('in memory', async ({ limit, name = `account ${++accounts}` }) => {
  const budget = budgets.get(name) ?? new InMemoryCallBudget(limit);
  budgets.set(name, budget);
  return budget;
});

onEachEngine((adapter, open) => {
  const opened: { at?: Awaited<ReturnType<typeof open>> } = {};
  beforeEach(async () => {
    opened.at = await open();
  });
  callBudgetContract(adapter, async ({ limit, name = `account ${++accounts}` }) => {
    return new DrizzleCallBudget(opened.at ?? (await open()), name, limit);
  });
});
