import type { MigrationOptions } from '../drizzle-database.ts';
import { SchemaUnusable } from '../migrations.ts';
import type { StatementRunner } from '../sql-runner.ts';
import { codeOf } from '../storage-errors.ts';

const FACTS = `select current_setting('statement_timeout') as time_limit, similarity('a', 'a')`;

/** SQLSTATE: no such function. */
const UNDEFINED_FUNCTION = '42883';

/**
 * Behind a pooler the search path and the time limits of statements are those of the role, because we have no session
 * to set them in.
 * @throws SchemaUnusable when the pooler leads to other tables than the direct connection, or the extension cannot be
 * found through it
 */
export async function checkPooler(
  pool: StatementRunner,
  countPending: () => Promise<number>,
  { log }: MigrationOptions,
): Promise<void> {
  if ((await countPending()) > 0)
    throw new SchemaUnusable(
      'DATABASE_URL and DATABASE_DIRECT_URL lead to different databases or schemas. A schema of your own is set for both by ' +
        '“alter role … in database … set search_path = NAME”.',
    );
  const [facts] = await factsOf(pool);
  if (facts?.time_limit === '0')
    log?.warn(
      'statements have no time limit behind the pooler: set statement_timeout of the role (docs/operate/scaling.md)',
    );
}

async function factsOf(pool: StatementRunner): Promise<readonly { time_limit: string }[]> {
  try {
    return (await pool.run(FACTS)) as { time_limit: string }[];
  } catch (error) {
    if (codeOf(error) !== UNDEFINED_FUNCTION) throw error;
    throw new SchemaUnusable(
      'The extension pg_trgm is in a schema that is not in the search path of the role: add it with ' +
        '“alter role … in database … set search_path = NAME, SCHEMA OF THE EXTENSION”.',
      { cause: error },
    );
  }
}
