import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { authSecretFault, readSecretFile, UnusableFile } from './secret-text.ts';

const OTHERS_MAY_READ = 0o077;

/** The file is there and its secret cannot be used. It is never replaced: that would end every session without a word. */
export class DamagedAuthSecret extends Error {
  override readonly name = 'DamagedAuthSecret';

  constructor(path: string, fault: string) {
    super(
      `${path}: ${fault}. It holds the secret that this installation signs its tokens with. Restore it from a backup; ` +
        'or delete it, and the next start makes a new one: everybody has to log in again.',
    );
  }
}

/**
 * The secret of an installation that was given none, for the embedded database only: made once, readable by its owner
 * alone. Written beside and linked into place, so that a process dying half-way leaves none and two starting at once one.
 * `warn` hears when others may read the file. @throws DamagedAuthSecret
 */
export function embeddedAuthSecret(dataDir: string, warn: (message: string) => void): string {
  const path = join(dataDir, 'auth-secret');
  if (modeOf(path) === undefined) makeSecret(dataDir, path);
  const secret = usableSecret(path);
  // Windows, and mounts that know no owners, say so of every file.
  const mode = modeOf(path) ?? 0;
  if (process.platform !== 'win32' && (mode & OTHERS_MAY_READ) !== 0) {
    warn(`${path} can be read by other users of this machine, who could forge tokens; chmod 600 closes it`);
  }
  return secret;
}

function usableSecret(path: string): string {
  try {
    const secret = readSecretFile(path).trim();
    const fault = authSecretFault(secret);
    if (fault !== undefined) throw new UnusableFile(fault);
    return secret;
  } catch (error) {
    if (error instanceof UnusableFile) throw new DamagedAuthSecret(path, error.message);
    throw error;
  }
}

/** On the disk before it has its name: a power failure must not leave an empty file. */
function makeSecret(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, randomBytes(48).toString('base64url'));
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
}

/** `undefined` where there is no file. */
function modeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mode;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
