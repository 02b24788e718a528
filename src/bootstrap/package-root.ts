import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, `drizzle/` and `seed/`, above both the sources and the bundle. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

export const migrationsFolder = join(packageRoot, 'drizzle');
export const pageFolder = join(packageRoot, 'dist', 'web');
export const bundledFilmsFile = join(packageRoot, 'seed', 'films.json');

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** The source revision of the bundle, as recorded by the build. */
export function packageRevision(): string {
  const file = join(packageRoot, 'dist', 'revision');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'unknown';
}

function findPackageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The package that this file belongs to has no package.json');
  return findPackageRoot(parent);
}
