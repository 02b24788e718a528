import type { AsService } from '../../../application/shared/ports/as-service.ts';
import type { Metrics } from '../../../application/shared/ports/metrics.ts';
import { given } from '../../../domain/shared/given.ts';
import type { OpenDatabase } from './drizzle-database.ts';
import type { OnPanic } from './pglite/pglite-database.ts';
import { openPglite } from './pglite/pglite-database.ts';
import { openPostgres } from './postgres/postgres-database.ts';
import type { WhoseStatement } from './sql-runner.ts';

export type { OpenDatabase, PoolState } from './drizzle-database.ts';

/**
 * `url`: `postgres://…`; without it PGlite is opened. `directUrl`: an address without a pooler, when `url` leads to
 * one. `dataDir`: folder of PGlite's files; without it, they are in memory. `migrationsFolder`: the `drizzle/` folder
 * of this version. `metrics`: receives the duration of statements.
 * `whose`: whom statements belong to. `asService`: runs shared work, whose statements belong to the service.
 * `onPanic`: ends the process when PGlite cannot continue.
 */
export type DatabaseOptions = {
  readonly url?: string;
  readonly directUrl?: string;
  readonly preparesStatements?: boolean;
  readonly poolSize?: number;
  readonly dataDir?: string;
  readonly migrationsFolder: string;
  readonly metrics?: Metrics;
  readonly whose?: WhoseStatement;
  readonly asService?: AsService;
  readonly onPanic?: OnPanic;
};

/**
 * Opens either engine. PostgreSQL is connected with the first statement; PGlite is open when this returns.
 * @throws DataDirInUse
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { url, dataDir, migrationsFolder, metrics, whose, asService, onPanic } = options;
  if (url !== undefined) return openPostgres({ ...options, url });
  return openPglite({ migrationsFolder, ...given({ dataDir, metrics, whose, asService, onPanic }) });
}
