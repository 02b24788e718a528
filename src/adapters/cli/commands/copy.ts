import type { Command } from 'commander';
import type { CommandLine, CopyReport } from '../command-line.ts';
import { print, using } from '../command-line.ts';
import { Progress } from '../progress.ts';

const ABOUT = `
Everything is copied in one transaction: an interrupted copy changes nothing, and can be repeated. The target must have no
accounts; its films are replaced. Stop the service on the embedded database first. The command only reads the embedded
database.

Set AUTH_SECRET to the content of DIR/auth-secret, so that people stay logged in.`;

export function addCopy(program: Command, { openCopy }: CommandLine): void {
  program
    .command('db:copy')
    .description('copy an embedded database into the PostgreSQL of DATABASE_URL')
    .requiredOption('--from <dir>', 'folder of the embedded database (its DATA_DIR)')
    .addHelpText('after', ABOUT)
    .action(async ({ from }: { from: string }) => {
      await using(
        () => openCopy(from),
        async ({ run, keepsLogins }) => {
          const startedMs = performance.now();
          const progress = new Progress(process.stdout);
          const report = await run(({ done, total }) =>
            progress.show({ done, total, text: `${done} of ${total} rows` }),
          );
          progress.end(tableOf(report));
          print(`Copied in ${Math.ceil((performance.now() - startedMs) / 1000)} s.`);
          print(keepsLogins ? SAME_SECRET : OTHER_SECRET);
          print(
            'Clients that follow the changes of a shelf are told that their cursor has expired, and fetch the shelf again.',
          );
        },
      );
    });
}

const SAME_SECRET =
  'AUTH_SECRET or AUTH_SECRET_PREVIOUS is the secret of the embedded database: people stay logged in.';
const OTHER_SECRET =
  'AUTH_SECRET is not the secret in the folder of the embedded database: if the service used that secret, all people have to log in again.';

function tableOf({ copied, leftOut }: CopyReport): string {
  const width = Math.max(...copied.map(({ table }) => table.length));
  const lines = copied.map(({ table, rows }) => `${table.padEnd(width)} ${String(rows).padStart(10)}`);
  const rest = leftOut.map(({ table, reason }) => `${table.padEnd(width)}   left out: ${reason}`);
  return [...lines, ...rest].join('\n');
}
