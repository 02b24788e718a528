import type { ChangeUser } from '../../application/access/change-user.ts';
import type { GiveRole } from '../../application/access/give-role.ts';
import type { ListRoles } from '../../application/access/list-roles.ts';
import type { ListUsers } from '../../application/access/list-users.ts';
import type { TakeRole } from '../../application/access/take-role.ts';
import type { BackgroundActors } from '../../application/accounts/background-actors.ts';
import type { CreateSuperuser } from '../../application/accounts/create-superuser.ts';
import type { FindAccount } from '../../application/accounts/find-account.ts';
import type { ResetPassword } from '../../application/accounts/reset-password.ts';
import type { ShowAccount } from '../../application/accounts/show-account.ts';
import type { SeedCatalogue } from '../../application/films/seed-catalogue.ts';
import type { ShowQuota } from '../../application/films/upstream/show-quota.ts';
import type { ImportWorker } from '../../application/imports/import-worker.ts';
import type { ImportRepository } from '../../application/imports/ports/import-repository.ts';
import type { StartImport } from '../../application/imports/start-import.ts';
import type { ExportShelf } from '../../application/shelf/export-shelf.ts';
import type { SystemActor, UserActor } from '../../domain/access/actor.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';

/** The operator on the command line. Every command runs its use case as this actor. */
export const cli: SystemActor = { kind: 'system', name: 'cli' };

/** Compares the films as they are shown with their tables, and repairs them. */
export type MovieDocuments = {
  readonly findWrong: () => AsyncIterable<number>;
  readonly repair: (kinopoiskIds: readonly number[]) => Promise<void>;
};

/** The use cases of the commands, on an open and migrated database. */
export type OpenService = {
  readonly actors: BackgroundActors;
  readonly changeUser: ChangeUser;
  readonly createSuperuser: CreateSuperuser;
  readonly exportShelf: ExportShelf;
  readonly findAccount: FindAccount;
  readonly giveRole: GiveRole;
  readonly imports: ImportRepository;
  readonly importWorker: ImportWorker;
  readonly movieDocuments: MovieDocuments;
  readonly listRoles: ListRoles;
  readonly listUsers: ListUsers;
  readonly resetPassword: ResetPassword;
  readonly seedCatalogue: SeedCatalogue;
  readonly showAccount: ShowAccount;
  readonly showQuota: ShowQuota;
  readonly startImport: StartImport;
  readonly takeRole: TakeRole;
  readonly close: () => Promise<void>;
};

/** An open database, which may have pending migrations. */
export type OpenStorage = {
  readonly migrate: () => Promise<number>;
  readonly pendingMigrations: () => Promise<number>;
  readonly close: () => Promise<void>;
};

export type CopyReport = {
  readonly copied: readonly { readonly table: string; readonly rows: number }[];
  readonly leftOut: readonly { readonly table: string; readonly reason: string }[];
};

/** `keepsLogins`: whether the secret in use is that of the embedded database, so that tokens stay valid. */
export type OpenCopy = {
  readonly run: (onProgress: (rows: { done: number; total: number }) => void) => Promise<CopyReport>;
  readonly keepsLogins: boolean;
  readonly close: () => Promise<void>;
};

/** The dependencies of the commands. Each command opens only what it needs. */
export type CommandLine = {
  readonly version: string;
  readonly serve: () => Promise<void>;
  readonly openService: () => Promise<OpenService>;
  readonly openStorage: () => Promise<OpenStorage>;
  /** Opens the embedded database in this folder, and the PostgreSQL of the settings. */
  readonly openCopy: (from: string) => Promise<OpenCopy>;
  /** Reads the films of a file, or the bundled films if no file is given. */
  readonly readFilms: (file: string | undefined) => Promise<readonly FilmRecord[]>;
  /** SUPERUSER_PASSWORD of the environment, if it is set. */
  readonly superuserPassword: () => string | undefined;
  readonly openApiDocument: () => unknown;
  /** The settings in use, without secrets. */
  readonly settings: () => unknown;
  /** Variables that look like settings but are none, one line for each. */
  readonly mistyped: () => readonly string[];
  /** The URL at which a running service with these settings answers health checks. */
  readonly healthUrl: () => string;
};

/** Opens a resource for one command, and closes it even if the command fails. */
export async function using<T extends { close: () => Promise<void> }>(
  open: () => Promise<T>,
  work: (opened: T) => Promise<void>,
): Promise<void> {
  const opened = await open();
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

/** The actor for an operator who acts in a user's name. @throws Error when no active account has the name */
export async function actingFor(username: string, { actors }: OpenService): Promise<UserActor> {
  const actor = await actors.actorNamed(username, cli);
  if (actor === undefined) throw new Error(`There is no active account named ${username}.`);
  return actor;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
