import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { authSecretFault, readSecretFile, UnusableFile } from './secret-text.ts';

const OTHERS_MAY_READ = 0o077;

/**
 * The file exists but its secret is unusable. The file is never replaced, because that would end every session without
 * a message.
 */
export class DamagedAuthSecret extends Error {
  override readonly name = 'DamagedAuthSecret';

  constructor(path: string, fault: string) {
    super(
      `${path}: ${fault}. It holds the secret that signs the tokens of this installation. Restore it from a backup, ` +
        'or delete it: the next start creates a new one, and everybody has to log in again.',
    );
  }
}

/**
 * The secret of an installation without AUTH_SECRET, for the embedded database only: created once, readable by its
 * owner alone. The secret is written to a temporary file, and that file is then linked. So an interrupted process
 * leaves no secret, and two concurrent starts use the same one. `warn` is called when others may read the file. @throws
 * DamagedAuthSecret
 */
export function embeddedAuthSecret(dataDir: string, warn: (message: string) => void): string {
  const path = join(dataDir, 'auth-secret');
  if (modeOf(path) === undefined) makeSecret(dataDir, path);
  const secret = usableSecret(path);
  // Windows, and mounts without owners, report this for every file.
  const mode = modeOf(path) ?? 0;
  if (process.platform !== 'win32' && (mode & OTHERS_MAY_READ) !== 0) {
    warn(`${path} can be read by other users of this machine, who could forge tokens. Run chmod 600 on it.`);
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

/** Flushed to disk before it is linked, so that a power failure does not leave an empty file. */
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

/** `undefined` when the file does not exist. */
function modeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mode;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
