import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Progress } from '../adapters/cli/progress.ts';
import { BackgroundActors } from '../application/imports/background-actors.ts';
import { canonicalNames } from '../application/accounts/canonical-names.ts';
import { ImportWorker } from '../application/imports/import-worker.ts';
import type { ImportRepository } from '../application/imports/ports/import-repository.ts';
import type { ShelfFileFormat } from '../application/shelf/ports/shelf-files.ts';
import { ExportShelf } from '../application/shelf/export-shelf.ts';
import type { ImportRequest } from '../application/imports/start-import.ts';
import { StartImport } from '../application/imports/start-import.ts';
import type { UserActor } from '../domain/access/actor.ts';
import type { ImportReport } from '../domain/imports/film-import.ts';
import { ImportNotFound, ImportRunning, ImportSourceMissing } from '../domain/imports/film-import.ts';
import type { Service } from './service.ts';
import { tokens } from './tokens.ts';

const LOOK_EVERY_MS = 200;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const GOES_ON = 'the service continues it as soon as it runs';
/** The shell's exit code for Ctrl-C. */
const EXIT_CODE_WHEN_STOPPED = 130;

/** `from`: a file, or the profile with the votes. */
export type ImportOrder = {
  readonly username: string;
  readonly from: { readonly file: string } | { readonly kinopoiskUserId: number };
  readonly isDryRun: boolean;
};

/**
 * Imports films to a user's shelf and waits while there is work to do now. The service continues an import that has to
 * pause or was interrupted.
 */
export async function importToShelf({ container }: Service, order: ImportOrder): Promise<void> {
  const actor = await actorFor(container, order.username);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  const request = requestOf(order, stopping.signal);
  const { id } = await container
    .get(StartImport)
    .execute(actor, request)
    .catch((error: unknown) => {
      throw inWords(error, stopping.signal);
    });
  const progress = new Progress(process.stdout);
  const job = container.get(ImportWorker);
  const look = lookAt(container.get(tokens.importRepository), { userId: actor.userId, id });
  const working = repeatUntil(stopping.signal, () => job.run(stopping.signal)).finally(stop);
  const watching = watch(progress, stopping.signal, look).finally(stop);
  await Promise.all([working, watching]);
  for (const signal of SIGNALS) process.removeListener(signal, stop);
  const report = await look();
  progress.end(sayingOf(report));
  if (report.failure !== null) process.exitCode = 1;
  if (!isAtRest(report)) process.exitCode = EXIT_CODE_WHEN_STOPPED;
}

/** Exports a user's shelf to a file, or to standard output. */
export async function exportShelf(
  { container }: Service,
  { username, format, output }: { username: string; format: ShelfFileFormat; output: string | undefined },
): Promise<void> {
  const actor = await actorFor(container, username);
  const pieces = await container.get(ExportShelf).execute(actor, { format });
  if (output === undefined) await pipeline(pieces, process.stdout, { end: false });
  else await pipeline(pieces, createWriteStream(output, { mode: 0o600 }));
}

async function actorFor(container: Service['container'], username: string): Promise<UserActor> {
  const { username: canonical } = canonicalNames({ username }).names;
  const users = container.get(tokens.userRepository);
  const found = canonical === undefined ? undefined : await users.findCredentials({ username: canonical });
  const actor = found ? await container.get(BackgroundActors).actorOf(found.user.id) : undefined;
  if (actor === undefined) throw new Error(`There is no active account named ${username}.`);
  return actor;
}

/** Explains errors whose code alone would not help an operator. A partly read file leaves no import behind. */
function inWords(error: unknown, { aborted }: AbortSignal): Error {
  if (aborted) return new Error('Stopped; nothing was imported.', { cause: error });
  if (error instanceof ImportRunning)
    return new Error(`This shelf has an unfinished import; ${GOES_ON}.`, { cause: error });
  if (error instanceof ImportSourceMissing)
    return new Error('Importing from a Kinopoisk profile requires KINOPOISK_API_KEY.', { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

function requestOf({ from, isDryRun }: ImportOrder, signal: AbortSignal): ImportRequest {
  if (!('file' in from)) return { isDryRun, kinopoiskUserId: from.kinopoiskUserId };
  const type = from.file.toLowerCase().endsWith('.json') ? 'json' : 'csv';
  return { isDryRun, file: { type, bytes: createReadStream(from.file, { signal }) } };
}

/** Reads the repository directly, to keep five reads a second out of the operation log. */
function lookAt(
  imports: ImportRepository,
  { userId, id }: Pick<ImportReport, 'userId' | 'id'>,
): () => Promise<ImportReport> {
  return async () => {
    const report = await imports.find(userId, id);
    if (report === undefined) throw new ImportNotFound();
    return report;
  };
}

/** Shows the progress until nothing is left to do for now. */
async function watch(
  progress: Progress,
  stopping: { readonly aborted: boolean },
  look: () => Promise<ImportReport>,
): Promise<void> {
  let report = await look();
  while (!isAtRest(report) && !stopping.aborted) {
    progress.show({ ...progressOf(report), text: `${report.outcomes.matched} matched` });
    await pause(LOOK_EVERY_MS);
    report = await look();
  }
}

/** Whether the import is finished, or nothing can be done now. */
function isAtRest({ finishedAt, continuesAt }: ImportReport): boolean {
  return finishedAt !== null || continuesAt !== null;
}

/** While another instance processes the import, there is nothing to take. */
async function repeatUntil(stopping: { readonly aborted: boolean }, work: () => Promise<void>): Promise<void> {
  while (!stopping.aborted) {
    await work();
    await pause(LOOK_EVERY_MS);
  }
}

function progressOf({ outcomes, expectedRows }: ImportReport): { done: number; total: number } {
  const { pending, waiting, ...settled } = outcomes;
  const done = Object.values(settled).reduce((sum, rows) => sum + rows, 0);
  return { done, total: Math.max(expectedRows ?? 0, done + pending + waiting) };
}

function sayingOf(report: ImportReport): string {
  const { outcomes, effects, failure, isDryRun } = report;
  if (failure !== null) return `The import failed: ${failure.replaceAll('_', ' ')}.`;
  const rows = Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome.replaceAll('_', ' ')}`);
  const shelf = `${isDryRun ? 'would be ' : ''}${effects.added} added, ${effects.changed} changed`;
  const rest = restOf(report);
  return `Rows: ${rows.join(', ')}. On the shelf: ${shelf}.${rest}`;
}

function restOf({ status, continuesAt }: ImportReport): string {
  if (continuesAt) return ` The service continues at ${continuesAt.toISOString()}.`;
  return status === 'running' ? ` Stopped; ${GOES_ON}.` : '';
}
