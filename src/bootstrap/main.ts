import crypto from 'node:crypto';
import { readFilmFile } from '../adapters/files/film-file.ts';
import type { Seeding } from '../application/films/seed-catalogue.ts';
import { SeedCatalogue } from '../application/films/seed-catalogue.ts';
import { CreateSuperuser } from '../application/accounts/create-superuser.ts';
import type { ShelfFileFormat } from '../application/shelf/ports/shelf-files.ts';
import { SHELF_FILE_FORMATS } from '../application/shelf/ports/shelf-files.ts';
import { StorageUnavailable } from '../application/shared/ports/storage.ts';
import { ValidationFailed } from '../domain/shared/errors.ts';
import type { User } from '../domain/accounts/user.ts';
import { UsernameTaken } from '../domain/accounts/user.ts';
import { readPassword } from '../adapters/cli/read-password.ts';
import { createProgram } from '../adapters/cli/program.ts';
import { API } from '../adapters/http/api.ts';
import { openApiDocument } from '../adapters/http/routing/openapi.ts';
import { createLogger } from '../adapters/observability/logger.ts';
import { withoutCredentials } from '../adapters/observability/without-credentials.ts';
import { InvalidSettings, loadSettings, redacted, superuserPassword } from './settings/config.ts';
import { bundledFilmsFile, packageVersion } from './package-root.ts';
import { serve } from './serve.ts';
import type { Service } from './service.ts';
import { openService, openStorage } from './service.ts';
import { exportShelf, importToShelf } from './shelf-commands.ts';
import type { Settings } from './settings/settings.ts';

const HEALTH_TIMEOUT_MS = 3_000;

const UP_TO_DATE = 'The database is up to date.';

const program = createProgram(
  {
    serve: async () => {
      const settings = loadSettings();
      await serve(settings, loggerOf(settings, 'stdout'));
    },
    migrate: async () => {
      const service = await openOnCommandLine();
      await service.close();
      print(UP_TO_DATE);
    },
    checkMigrations: async () => {
      const database = await openStorage(loadSettings());
      try {
        const pending = await database.pendingMigrations();
        // With nothing to apply it only checks that no newer version has migrated the schema.
        if (pending === 0) await database.migrate();
        print(pending === 0 ? UP_TO_DATE : `${pending} migrations of this version are pending.`);
        if (pending > 0) process.exitCode = 1;
      } finally {
        await database.close();
      }
    },
    seed: async (file = bundledFilmsFile) => {
      // Before the database is opened, so that an invalid file changes nothing.
      const films = await readFilmFile(file);
      const service = await openOnCommandLine();
      try {
        const seeding = await service.container.get(SeedCatalogue).execute({ kind: 'system', name: 'cli' }, { films });
        print(sayingOf(seeding));
      } finally {
        await service.close();
      }
    },
    createSuperuser: async (username) => {
      const password = superuserPassword() ?? (await readPassword(`Password for ${username}: `));
      const service = await openOnCommandLine();
      try {
        const input = { username, password };
        print(outcomeOf(await service.container.get(CreateSuperuser).execute({ kind: 'system', name: 'cli' }, input)));
      } finally {
        await service.close();
      }
    },
    importToShelf: async ({ username, file, kinopoiskUser = 0, dryRun: isDryRun = false }) => {
      const from = file === undefined ? { kinopoiskUserId: kinopoiskUser } : { file };
      await withService((service) => importToShelf(service, { username, from, isDryRun }));
    },
    exportShelf: async ({ username, format, output }) => {
      await withService((service) => exportShelf(service, { username, format: format as ShelfFileFormat, output }));
    },
    printOpenApi: () => print(JSON.stringify(openApiDocument(API, packageVersion()), null, 2)),
    printConfig: () => print(JSON.stringify(redacted(loadSettings()), null, 2)),
    checkHealth: async () => {
      const { PORT, HOST, METRICS_PORT, METRICS_HOST } = loadSettings();
      // The metrics port, where clients cannot interfere, unless it is random: then only the service itself knows it.
      const [address, port] = METRICS_PORT === 0 ? [HOST, PORT] : [METRICS_HOST, METRICS_PORT];
      const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
      const url = `http://${host}:${port}`;
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }).catch(
        (fault: unknown) => {
          throw new Error(`No answer from ${url}.`, { cause: fault });
        },
      );
      print(await response.text());
      if (!response.ok) process.exitCode = 1;
    },
  },
  packageVersion(),
  SHELF_FILE_FORMATS,
);

main().catch((error: unknown) => {
  // What is wrong with settings shows no value, only examples.
  const reason = error instanceof InvalidSettings ? error.message : reasonOf(error);
  process.stderr.write(`${reason}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  // The newest Node API in use. Supporting older versions gains little, because libraries require 22.
  if (!('randomUUIDv7' in crypto)) {
    const brought = '`npm start` and `npm run kinopolka -- <command>` use a suitable version';
    throw new Error(`Kinopolka needs Node.js 24.16 or newer; this is ${process.versions.node}. ${brought}.`);
  }
  await program.parseAsync();
}

function reasonOf(error: unknown): string {
  if (error instanceof ValidationFailed)
    return error.faults
      .map(({ field, code, limit }) => `${field}: ${code}${limit === undefined ? '' : ` (${limit})`}`)
      .join('\n');
  if (error instanceof UsernameTaken) return 'username: too similar to the name of another account';
  if (error instanceof StorageUnavailable) {
    const { cause } = error;
    return `The database does not answer${cause instanceof Error ? `: ${withoutCredentials(cause.message)}` : ''}. DATABASE_URL says where it is.`;
  }
  return withoutCredentials(error instanceof Error ? error.message : String(error));
}

async function withService(work: (service: Service) => Promise<void>): Promise<void> {
  const service = await openOnCommandLine();
  try {
    await work(service);
  } finally {
    await service.close();
  }
}

async function openOnCommandLine() {
  const settings = loadSettings();
  return openService(settings, loggerOf(settings, 'stderr'));
}

function sayingOf({ added, completed, known }: Seeding): string {
  if (added + completed === 0) return `Nothing to do: all films are in the catalogue (${known}).`;
  const done = [
    ...(added > 0 ? [`Added ${filmsOf(added)}`] : []),
    ...(completed > 0 ? [`added data to ${filmsOf(completed)}`] : []),
  ].join(', ');
  return `${done.charAt(0).toUpperCase()}${done.slice(1)}; the catalogue has ${known} films.`;
}

function outcomeOf({ user, isNew }: { user: User; isNew: boolean }): string {
  if (isNew) return `${user.username} is a superuser now.`;
  const kind = user.isSuperuser ? 'a superuser' : 'not a superuser';
  return `The account ${user.username} already exists and is ${kind}; nothing was changed.`;
}

function filmsOf(count: number): string {
  return count === 1 ? '1 film' : `${count} films`;
}

function loggerOf({ LOG_LEVEL: level, LOG_FORMAT: format }: Settings, output: 'stdout' | 'stderr') {
  return createLogger({ level, format: format ?? (process[output].isTTY ? 'pretty' : 'json'), output });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
