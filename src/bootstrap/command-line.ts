import type { Logger } from 'winston';
import type { CommandLine, OpenService } from '../adapters/cli/command-line.ts';
import { readFilmFile } from '../adapters/files/film-file.ts';
import { API } from '../adapters/http/api.ts';
import { openApiDocument } from '../adapters/http/routing/openapi.ts';
import { createLogger } from '../adapters/observability/logger.ts';
import { MovieDocuments } from '../adapters/persistence/films/movie-documents.ts';
import { ChangeUser } from '../application/access/change-user.ts';
import { GiveRole } from '../application/access/give-role.ts';
import { ListRoles } from '../application/access/list-roles.ts';
import { ListUsers } from '../application/access/list-users.ts';
import { TakeRole } from '../application/access/take-role.ts';
import { BackgroundActors } from '../application/accounts/background-actors.ts';
import { CreateSuperuser } from '../application/accounts/create-superuser.ts';
import { FindAccount } from '../application/accounts/find-account.ts';
import { ResetPassword } from '../application/accounts/reset-password.ts';
import { ShowAccount } from '../application/accounts/show-account.ts';
import { SeedCatalogue } from '../application/films/seed-catalogue.ts';
import { ShowQuota } from '../application/films/upstream/show-quota.ts';
import { ImportWorker } from '../application/imports/import-worker.ts';
import { StartImport } from '../application/imports/start-import.ts';
import { ExportShelf } from '../application/shelf/export-shelf.ts';
import { openCopy } from './database-copy.ts';
import { bundledFilmsFile, packageVersion } from './package-root.ts';
import { serve } from './serve.ts';
import type { Service } from './service.ts';
import { openService, openStorage } from './service.ts';
import { loadSettings, mistyped, redacted, superuserPassword } from './settings/load-settings.ts';
import type { Settings } from './settings/settings-schema.ts';
import { tokens } from './tokens.ts';

/** The dependencies of the commands. Settings are read only by a command that needs them. */
export const commandLine: CommandLine = {
  version: packageVersion(),
  serve: async () => {
    const settings = loadSettings();
    await serve(settings, tellingMistypes(loggerOf(settings, 'stdout')));
  },
  openService: async () => {
    const settings = loadSettings();
    return openServiceOf(await openService(settings, tellingMistypes(loggerOf(settings, 'stderr'))));
  },
  openStorage: async () => openStorage(loadSettings()),
  openCopy: async (from) => openCopy(loadSettings(), from),
  readFilms: async (file = bundledFilmsFile) => readFilmFile(file),
  superuserPassword,
  openApiDocument: () => openApiDocument(API, { version: packageVersion() }),
  settings: () => redacted(loadSettings()),
  mistyped,
  healthUrl: () => healthUrlOf(loadSettings()),
};

/** The use cases of the commands, taken from the assembled service. */
export function openServiceOf({ container, close }: Pick<Service, 'container' | 'close'>): OpenService {
  return {
    actors: container.get(BackgroundActors),
    changeUser: container.get(ChangeUser),
    createSuperuser: container.get(CreateSuperuser),
    exportShelf: container.get(ExportShelf),
    findAccount: container.get(FindAccount),
    giveRole: container.get(GiveRole),
    imports: container.get(tokens.importRepository),
    movieDocuments: container.get(MovieDocuments),
    importWorker: container.get(ImportWorker),
    listRoles: container.get(ListRoles),
    listUsers: container.get(ListUsers),
    resetPassword: container.get(ResetPassword),
    seedCatalogue: container.get(SeedCatalogue),
    showAccount: container.get(ShowAccount),
    showQuota: container.get(ShowQuota),
    startImport: container.get(StartImport),
    takeRole: container.get(TakeRole),
    close,
  };
}

/** The port of the metrics, which clients do not use. With METRICS_PORT=0 only the service itself knows that port. */
function healthUrlOf({ PORT, HOST, METRICS_PORT, METRICS_HOST }: Settings): string {
  const [address, port] = METRICS_PORT === 0 ? [HOST, PORT] : [METRICS_HOST, METRICS_PORT];
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${host}:${port}`;
}

function loggerOf({ LOG_LEVEL: level, LOG_FORMAT: format }: Settings, output: 'stdout' | 'stderr') {
  return createLogger({ level, format: format ?? (process[output].isTTY ? 'pretty' : 'json'), output });
}

function tellingMistypes(logger: Logger): Logger {
  for (const line of mistyped()) logger.warn(line);
  return logger;
}
