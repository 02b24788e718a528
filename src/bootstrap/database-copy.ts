import { join } from 'node:path';
import type { OpenCopy } from '../adapters/cli/command-line.ts';
import { copyEmbedded, openEmbedded } from '../adapters/persistence/service/copy-embedded.ts';
import { migrationsFolder } from './package-root.ts';
import { openStorage } from './service.ts';
import { readSecretFile } from './settings/secret-text.ts';
import type { Settings } from './settings/settings-schema.ts';

/** Opens an embedded database and the PostgreSQL of the settings. @throws NoEmbeddedDatabase, DataDirInUse */
export async function openCopy(settings: Settings, dataDir: string): Promise<OpenCopy> {
  const { DATABASE_URL, DATABASE_DIRECT_URL } = settings;
  if (DATABASE_URL === undefined)
    throw new Error('db:copy requires DATABASE_URL, the PostgreSQL database to copy into.');
  const source = await openEmbedded(dataDir, migrationsFolder);
  const target = await openStorage(settings);
  return {
    run: (onProgress) =>
      copyEmbedded({ dataDir, source }, { url: DATABASE_DIRECT_URL ?? DATABASE_URL, target }, onProgress),
    keepsLogins: secretsOf(settings).includes(secretIn(dataDir)),
    close: async () => void (await Promise.all([source.close(), target.close()])),
  };
}

function secretsOf({ AUTH_SECRET: current, AUTH_SECRET_PREVIOUS: previous }: Settings): (string | undefined)[] {
  return [current, previous].filter((secret) => secret !== undefined);
}

/** `undefined` when the embedded database was used with AUTH_SECRET. */
function secretIn(dataDir: string): string | undefined {
  try {
    return readSecretFile(join(dataDir, 'auth-secret')).trim();
  } catch {
    return undefined;
  }
}
