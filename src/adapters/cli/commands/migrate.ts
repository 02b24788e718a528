import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { print, using } from '../command-line.ts';

const UP_TO_DATE = 'The database is up to date.';

export function addMigrate(program: Command, line: CommandLine): void {
  program
    .command('db:migrate')
    .description('migrate the database to this version')
    .option('--check', 'change nothing; exit with 1 when migrations are pending')
    .action(({ check }: { check?: boolean }) => (check ? checkMigrations(line) : migrate(line)));
}

/** Opening the service migrates the database. */
async function migrate({ openService }: CommandLine): Promise<void> {
  await using(openService, async () => undefined);
  print(UP_TO_DATE);
}

async function checkMigrations({ openStorage }: CommandLine): Promise<void> {
  await using(openStorage, async (storage) => {
    const pending = await storage.pendingMigrations();
    // If no migration is pending, this only checks that no newer version has written the schema.
    if (pending === 0) await storage.migrate();
    print(pending === 0 ? UP_TO_DATE : `Pending migrations of this version: ${pending}.`);
    if (pending > 0) process.exitCode = 1;
  });
}
