import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { databaseOn, IN_MEMORY, startPglite } from '../../src/adapters/persistence/engine/pglite/pglite-database.ts';

const CACHE = 'node_modules/.cache/kinopolka';

/** The source that applies migrations; a snapshot made by an older version of it is not used. */
const APPLIES = 'src/adapters/persistence/engine/migrations.ts';

/**
 * A data folder of PGlite after the migrations. It is stored in a file until the migrations or PGlite change. Opening
 * it takes a second; creating a new one takes five or more.
 */
export async function pgliteSnapshot(migrationsFolder: string): Promise<Blob> {
  const file = join(CACHE, `pglite-${await fingerprint(migrationsFolder)}.tar.gz`);
  const kept = await readFile(file).catch(() => undefined);
  if (kept) return new Blob([kept], { type: 'application/x-gzip' });
  const snapshot = await makeSnapshot(migrationsFolder);
  await mkdir(CACHE, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, Buffer.from(await snapshot.arrayBuffer()));
  await rename(draft, file);
  return snapshot;
}

async function makeSnapshot(migrationsFolder: string): Promise<Blob> {
  const pglite = await startPglite(IN_MEMORY);
  const database = await databaseOn(pglite, { migrationsFolder });
  await database.migrate();
  const snapshot = await pglite.dumpDataDir('gzip');
  await database.close();
  return snapshot;
}

async function fingerprint(migrationsFolder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).toSorted();
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const files = [join(pglite, '../../package.json'), APPLIES, ...names.map((name) => join(migrationsFolder, name))];
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
