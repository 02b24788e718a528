import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Progress } from '../adapters/cli/progress.ts';
import { AbsentOwners } from '../application/absent-owners.ts';
import { canonicalNames } from '../application/canonical-names.ts';
import { ImportJob } from '../application/import-job.ts';
import type { ShelfFileFormat } from '../application/ports/shelf-files.ts';
import { ExportShelf } from '../application/use-cases/favorites/export-shelf.ts';
import { GetImport } from '../application/use-cases/imports/get-import.ts';
import type { ImportRequest } from '../application/use-cases/imports/start-import.ts';
import { StartImport } from '../application/use-cases/imports/start-import.ts';
import type { UserActor } from '../domain/actor.ts';
import type { ImportReport } from '../domain/film-import.ts';
import type { Service } from './service.ts';
import { tokens } from './tokens.ts';

const LOOK_EVERY_MS = 200;

/** `from`: a file, or whose votes. */
export type ImportOrder = {
  readonly username: string;
  readonly from: { readonly file: string } | { readonly kinopoiskUserId: number };
  readonly isDryRun: boolean;
};

/** Imports to somebody's shelf, and waits for it as long as there is something to do now. What has to wait the service goes on with. */
export async function importToShelf({ container }: Service, order: ImportOrder): Promise<void> {
  const actor = await actorFor(container, order.username);
  const { id } = await container.get(StartImport).execute(actor, requestOf(order));
  const progress = new Progress(process.stdout);
  const stopping = { aborted: false };
  const look = async () => container.get(GetImport).execute(actor, { id });
  const job = container.get(ImportJob);
  const working = repeatUntil(stopping, () => job.run(stopping));
  try {
    let report = await look();
    while (report.finishedAt === null && report.continuesAt === null) {
      progress.show({ ...progressOf(report), text: `${report.outcomes.matched} matched` });
      await pause(LOOK_EVERY_MS);
      report = await look();
    }
    progress.end(sayingOf(report));
  } finally {
    stopping.aborted = true;
    await working;
  }
}

/** Writes somebody's shelf to a file, or to standard output. */
export async function exportShelf(
  { container }: Service,
  { username, format, output }: { username: string; format: ShelfFileFormat; output: string | undefined },
): Promise<void> {
  const actor = await actorFor(container, username);
  const pieces = await container.get(ExportShelf).execute(actor, { format });
  if (output === undefined) for await (const piece of pieces) process.stdout.write(piece);
  else await pipeline(pieces, createWriteStream(output, { mode: 0o600 }));
}

async function actorFor(container: Service['container'], username: string): Promise<UserActor> {
  const { username: canonical } = canonicalNames({ username }).names;
  const users = container.get(tokens.userRepository);
  const found = canonical === undefined ? undefined : await users.findCredentials({ username: canonical });
  const actor = found ? await container.get(AbsentOwners).actorOf(found.user.id) : undefined;
  if (actor === undefined) throw new Error(`There is no active account named ${username}.`);
  return actor;
}

function requestOf({ from, isDryRun }: ImportOrder): ImportRequest {
  if (!('file' in from)) return { isDryRun, kinopoiskUserId: from.kinopoiskUserId };
  const type = from.file.toLowerCase().endsWith('.json') ? 'json' : 'csv';
  return { isDryRun, file: { type, bytes: createReadStream(from.file) } };
}

/** Another instance may be at it: then there is nothing to take until it is done. */
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
  const { outcomes, effects, failure, continuesAt, isDryRun } = report;
  if (failure !== null) return `The import came to nothing: ${failure.replaceAll('_', ' ')}.`;
  const rows = Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome.replaceAll('_', ' ')}`);
  const shelf = `${isDryRun ? 'would be ' : ''}${effects.added} added, ${effects.changed} changed`;
  const rest = continuesAt ? ` The service goes on with the rest at ${continuesAt.toISOString()}.` : '';
  return `Rows: ${rows.join(', ')}. On the shelf: ${shelf}.${rest}`;
}
