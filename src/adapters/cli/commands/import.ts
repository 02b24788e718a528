import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { ImportRepository } from '../../../application/imports/ports/import-repository.ts';
import type { ImportRequest } from '../../../application/imports/start-import.ts';
import type { ImportReport } from '../../../domain/imports/film-import.ts';
import { ImportNotFound, ImportRunning, ImportSourceMissing } from '../../../domain/imports/film-import.ts';
import type { RatingScale, ScaleDecider } from '../../../domain/imports/rating-scale.ts';
import { RATING_SCALES } from '../../../domain/imports/rating-scale.ts';
import { given } from '../../../domain/shared/given.ts';
import type { CommandLine, OpenService } from '../command-line.ts';
import { actingFor, cli, using } from '../command-line.ts';
import { Progress } from '../progress.ts';
import { forTerminals } from '../terminal-text.ts';

const DECIDED_BY: Readonly<Record<ScaleDecider, string>> = {
  sender: 'set by --rating-scale',
  column: 'by its name',
  values: 'by its values',
  assumption: 'assumed; set it with --rating-scale if it is wrong',
};

const LOOK_EVERY_MS = 200;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const GOES_ON = 'the service continues it as soon as it runs';
/** The shell's exit code for Ctrl-C. */
const EXIT_CODE_WHEN_STOPPED = 130;

/** Either `file` or `kinopoiskUser` is given. */
type ImportOptions = {
  readonly username: string;
  readonly file?: string;
  readonly kinopoiskUser?: number;
  readonly encoding?: string;
  readonly ratingScale?: `${RatingScale}`;
  readonly dryRun?: boolean;
};

export function addImport(program: Command, { openService }: CommandLine): void {
  program
    .command('import')
    .description('import films to the shelf of a user, from a list or from a Kinopoisk profile')
    .requiredOption('--username <name>', 'user name of the shelf’s owner')
    .addOption(
      new Option('--file <path>', 'CSV, an HTML page with a table, or JSON if the name ends in .json').conflicts(
        'kinopoiskUser',
      ),
    )
    .addOption(
      new Option('--encoding <name>', 'character encoding of the file, such as windows-1252').argParser(encodingName),
    )
    .addOption(
      new Option('--rating-scale <highest>', 'highest possible rating of the file').choices(RATING_SCALES.map(String)),
    )
    .addOption(new Option('--kinopoisk-user <id>', 'id of a public Kinopoisk profile').argParser(profileNumber))
    .option('--dry-run', 'only report what would change')
    .action(async (options: ImportOptions, command: Command) => {
      if (options.file === undefined && options.kinopoiskUser === undefined)
        command.error('error: give --file or --kinopoisk-user');
      await using(openService, (service) => importToShelf(service, options));
    });
}

function profileNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give the number from the URL of the profile.');
  return Number(text);
}

function encodingName(text: string): string {
  try {
    return new TextDecoder(text).encoding;
  } catch {
    throw new InvalidArgumentError('Give the name of a character encoding, such as windows-1252.');
  }
}

/**
 * Imports films to a user's shelf, and waits until the import ends or has to pause. The service continues an import
 * that pauses or was interrupted.
 */
async function importToShelf(service: OpenService, options: ImportOptions): Promise<void> {
  const actor = await actingFor(options.username, service);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  const { id } = await service.startImport
    .execute(actor, requestOf(options, stopping.signal))
    .catch((error: unknown) => {
      throw inWords(error, stopping.signal);
    });
  const progress = new Progress(process.stdout);
  const look = lookAt(service.imports, { userId: actor.userId, id });
  const working = repeatUntil(stopping.signal, () => service.importWorker.run(stopping.signal, cli)).finally(stop);
  const watching = watch(progress, stopping.signal, look).finally(stop);
  await Promise.all([working, watching]);
  for (const signal of SIGNALS) process.removeListener(signal, stop);
  const report = await look();
  progress.end([sayingOf(report), ...columnsOf(report)].join('\n'));
  if (report.failure !== null) process.exitCode = 1;
  if (!isAtRest(report)) process.exitCode = EXIT_CODE_WHEN_STOPPED;
}

/** Explains errors whose names do not help an operator. A file that was not read completely leaves no import behind. */
function inWords(error: unknown, { aborted }: AbortSignal): Error {
  if (aborted) return new Error('Stopped; nothing was imported.', { cause: error });
  if (error instanceof ImportRunning)
    return new Error(`This shelf has an unfinished import; ${GOES_ON}.`, { cause: error });
  if (error instanceof ImportSourceMissing)
    return new Error('Importing from a Kinopoisk profile requires KINOPOISK_API_KEY.', { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

function requestOf(
  { file, encoding, ratingScale, kinopoiskUser = 0, dryRun: isDryRun = false }: ImportOptions,
  signal: AbortSignal,
): ImportRequest {
  if (file === undefined) return { isDryRun, kinopoiskUserId: kinopoiskUser };
  const type = file.toLowerCase().endsWith('.json') ? 'json' : 'csv';
  return given({
    isDryRun,
    file: given({ type, encoding, bytes: createReadStream(file, { signal }) }),
    ratingScale: ratingScale === undefined ? undefined : (Number(ratingScale) as RatingScale),
  });
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

/** Repeats the work, because it returns at once while another instance processes the import. */
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
  const shelf = `${isDryRun ? 'Without --dry-run, on' : 'On'} the shelf: ${effects.added} added, ${effects.changed} changed`;
  const rest = restOf(report);
  return `Rows: ${rows.join(', ')}. ${shelf}.${rest}`;
}

/** How the columns of the file were understood, so that the operator sees which ones were ignored. */
function columnsOf({ columns }: ImportReport): string[] {
  const ratings = (columns ?? []).flatMap(({ name, scale, scaleDecidedBy }) =>
    scale === undefined
      ? []
      : [`The ratings in “${name}” are out of ${scale} (${DECIDED_BY[scaleDecidedBy ?? 'assumption']}).`],
  );
  const unknown = (columns ?? []).filter(({ field }) => field === null).map(({ name }) => name);
  return [...ratings, ...(unknown.length > 0 ? [`Columns not understood: ${unknown.join(', ')}.`] : [])].map(
    forTerminals,
  );
}

function restOf({ status, continuesAt }: ImportReport): string {
  if (continuesAt) return ` The service continues at ${continuesAt.toISOString()}.`;
  return status === 'running' ? ` Stopped; ${GOES_ON}.` : '';
}
