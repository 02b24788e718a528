import type { OpenDatabase } from '../src/adapters/persistence/engine/drizzle-database.ts';
import { drizzleOver } from '../src/adapters/persistence/engine/drizzle-database.ts';
import type { SqlRunner } from '../src/adapters/persistence/engine/sql-runner.ts';

/** One SQL statement. Where a value holds {@link CALLER}, the caller's id belongs. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] };

export const CALLER = '00000000-0000-0000-0000-00000000ca11';

/** A counter as the rate limiter reads it. */
const counted = () => ({ points: 1, expire: String(Date.now() + 60_000) });

/** The statements that adapters of the service send: they are recorded, and answered with no rows. */
export async function recordedStatements(
  use: (database: Pick<OpenDatabase, 'db' | 'reads' | 'query'>) => PromiseLike<unknown>,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  const runner: SqlRunner = {
    run: async (text, values = []) => {
      statements.push({ text, values });
      return [];
    },
    transaction: (work) => work(runner),
  };
  const db = drizzleOver(runner, { parsers: {}, serializers: {} });
  await use({
    db,
    reads: db,
    query: async (text, values) => {
      statements.push({ text, values });
      return [counted()];
    },
  });
  return statements;
}
