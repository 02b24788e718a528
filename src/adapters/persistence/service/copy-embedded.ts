import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database, OpenDatabase, Transaction } from '../engine/drizzle-database.ts';
import { openPglite } from '../engine/pglite/pglite-database.ts';
import { longTransaction } from '../engine/postgres/long-transaction.ts';
import type { StatementRunner } from '../engine/sql-runner.ts';
import { translatingErrors } from '../engine/storage-errors.ts';
import type { CopyProgress, CopyReport } from './database-copy.ts';
import { copyDatabase, hasAccounts, TargetHasAccounts } from './database-copy.ts';

/** The folder holds no embedded database. */
class NoEmbeddedDatabase extends Error {
  override readonly name = 'NoEmbeddedDatabase';

  constructor(dataDir: string) {
    super(`${resolve(dataDir)} holds no embedded database. Give the folder that was DATA_DIR, such as ./data.`);
  }
}

/** The embedded database belongs to an older version. It is not migrated, so that the older version can still use it. */
export class SourceOlderThanCode extends Error {
  override readonly name = 'SourceOlderThanCode';

  constructor(dataDir: string) {
    const migrate = `\`DATABASE_URL= DATA_DIR=${dataDir} kinopolka db:migrate\``;
    super(`The embedded database is of an older version. Keep a copy of its folder, run ${migrate}, and try again.`);
  }
}

/** Opens an existing embedded database. @throws NoEmbeddedDatabase, DataDirInUse */
export async function openEmbedded(dataDir: string, migrationsFolder: string): Promise<OpenDatabase> {
  if (!existsSync(join(dataDir, 'pglite', 'PG_VERSION'))) throw new NoEmbeddedDatabase(dataDir);
  return openPglite({ dataDir, migrationsFolder });
}

/**
 * Copies an embedded database into PostgreSQL, in one transaction. `target` is migrated first.
 * @throws SourceOlderThanCode, SchemaNewerThanCode, TargetHasAccounts, TargetInUse, StorageUnavailable
 */
export async function copyEmbedded(
  { dataDir, source }: { readonly dataDir: string; readonly source: OpenDatabase },
  { url, target }: { readonly url: string; readonly target: OpenDatabase },
  onProgress: (progress: CopyProgress) => void,
): Promise<CopyReport> {
  if ((await source.pendingMigrations()) > 0) throw new SourceOlderThanCode(dataDir);
  // If no migration is pending, this only checks that no newer version has written the schema.
  await source.migrate();
  // This check also comes before the migration of the target, so that a database in use is not changed.
  if (await translatingErrors(() => hasAccounts(runnerOf(target.db)))) throw new TargetHasAccounts();
  await target.migrate();
  return translatingErrors(() =>
    source.db.transaction((tx) => longTransaction(url, (inside) => copyDatabase(runnerOf(tx), inside, onProgress))),
  );
}

/** Runs statements without values. */
function runnerOf(db: Database | Transaction): StatementRunner {
  return { run: async (text) => (await db.execute(sql.raw(text))) as readonly unknown[] };
}
