import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startPglite } from '../../src/adapters/persistence/engine/pglite/pglite-database.ts';
import { manyFilms } from './many-films.ts';
import { manyPeople } from './many-people.ts';
import { pgliteSnapshot } from './pglite-snapshot.ts';

/** Creates an embedded database with people who have all films on their shelves; quicker than by a first start. */
export async function fillDataDir(
  dataDir: string,
  { people, films }: { people: number; films: number },
): Promise<void> {
  const pgliteDir = join(dataDir, 'pglite');
  mkdirSync(pgliteDir, { recursive: true, mode: 0o700 });
  const pglite = await startPglite(pgliteDir, await pgliteSnapshot('drizzle'));
  await pglite.exec(`${manyFilms(films)}; ${manyPeople(people, films)}`);
  await pglite.close();
}
