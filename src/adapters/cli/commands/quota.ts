import type { Command } from 'commander';
import type { QuotaUse } from '../../../application/films/upstream/show-quota.ts';
import type { ListProgress } from '../../../domain/films/film-lists.ts';
import { listState } from '../../../domain/films/film-lists.ts';
import type { CommandLine } from '../command-line.ts';
import { cli, print, using } from '../command-line.ts';

const STATES = { unread: 'not read yet', partly_read: 'partly read', read: 'read', failing: 'failing' } as const;

export function addQuota(program: Command, { openService }: CommandLine): void {
  program
    .command('quota')
    .description('show the calls to Kinopoisk of this day, and how far its lists are read')
    .option('--json', 'print the same as JSON')
    .action(({ json }: { json?: boolean }) =>
      using(openService, async ({ showQuota }) => {
        const use = await showQuota.execute(cli);
        print(json ? JSON.stringify(quotaJson(use), null, 2) : quotaText(use));
      }),
    );
}

function quotaText({ quota, left, secondsUntilNextDay, films, lists }: QuotaUse): string {
  const read = lists.filter(({ progress }) => (progress?.readAt ?? null) !== null);
  const width = Math.max(...lists.map(({ list }) => list.length));
  return [
    `Calls today: ${quota.used} of ${quota.limit}; the next day begins in ${hoursAndMinutes(secondsUntilNextDay)}.`,
    `Left now: ${left.asked} for users, ${left.newcomer} for newcomers, ${left.improving} to improve answers,`,
    `          ${left.warming} to fill the catalogue, ${left.extra} for other background work.`,
    `Films in the catalogue: ${films}. Lists read to their end: ${read.length} of ${lists.length}.`,
    ...lists.map(({ list, progress }) => `  ${list.padEnd(width)}  ${progressText(progress)}`),
  ].join('\n');
}

function progressText(progress: ListProgress | undefined): string {
  const state = STATES[listState(progress)];
  if (progress === undefined) return state;
  const { nextPage, readAt, dueAt, failures } = progress;
  return [
    failures > 0 ? `${state} (${failures} times)` : state,
    ...(readAt ? [`last on ${minuteOf(readAt)}`] : []),
    ...(nextPage > 1 || !readAt ? [`next page ${nextPage}`] : []),
    `due ${minuteOf(dueAt)}`,
  ].join(', ');
}

function quotaJson({ quota, left, secondsUntilNextDay, films, lists }: QuotaUse) {
  return {
    ...{ limit: quota.limit, used: quota.used, left, seconds_until_next_day: secondsUntilNextDay, films },
    lists: lists.map(({ list, progress }) => ({
      list,
      state: listState(progress),
      next_page: progress?.nextPage ?? 1,
      due_at: progress?.dueAt ?? null,
      read_at: progress?.readAt ?? null,
      failures: progress?.failures ?? 0,
    })),
  };
}

function minuteOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function hoursAndMinutes(seconds: number): string {
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
