import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { print, using } from '../command-line.ts';

/** Maximum number of ids that are printed, and of films that are repaired in one transaction. */
const MAX_AT_ONCE = 100;

export function addCheck(program: Command, line: CommandLine): void {
  program
    .command('db:check')
    .description('compare the stored documents of films with the tables; exit with 1 if they differ')
    .option('--repair', 'write the documents that differ again')
    .action(({ repair }: { repair?: boolean }) => check(line, repair ?? false));
}

async function check({ openService }: CommandLine, isRepair: boolean): Promise<void> {
  await using(openService, async ({ movieDocuments }) => {
    let [found, ids]: [number, number[]] = [0, []];
    const handle = async () => {
      print(`The documents of these films differ from the tables: ${ids.join(', ')}.`);
      if (isRepair) await movieDocuments.repair(ids);
      [found, ids] = [found + ids.length, []];
    };
    for await (const id of movieDocuments.findWrong()) if (ids.push(id) === MAX_AT_ONCE) await handle();
    if (ids.length > 0) await handle();
    if (found === 0) print('The documents of all films match the tables.');
    else
      print(
        isRepair
          ? `The documents of ${found} films were written again.`
          : `${found} films differ. Run this command with --repair.`,
      );
    if (found > 0 && !isRepair) process.exitCode = 1;
  });
}
