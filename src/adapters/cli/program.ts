import { Command } from 'commander';
import type { CommandLine } from './command-line.ts';
import { addCheck } from './commands/check.ts';
import { addCopy } from './commands/copy.ts';
import { addDescriptions } from './commands/describe.ts';
import { addExport } from './commands/export.ts';
import { addHealth } from './commands/health.ts';
import { addImport } from './commands/import.ts';
import { addMigrate } from './commands/migrate.ts';
import { addQuota } from './commands/quota.ts';
import { addSeed } from './commands/seed.ts';
import { addServe } from './commands/serve.ts';
import { addSuperuser } from './commands/superuser.ts';
import { addUsers } from './commands/users.ts';
import { linesForTerminals } from './terminal-text.ts';

/** In the order in which the help lists them. */
const COMMANDS = [
  addServe,
  addMigrate,
  addCheck,
  addSeed,
  addCopy,
  addQuota,
  addSuperuser,
  addUsers,
  addImport,
  addExport,
  addDescriptions,
  addHealth,
];

/** `kinopolka <command>`. An error that a command throws ends the process, and its message is printed. */
export function createProgram(line: CommandLine): Command {
  const program = new Command('kinopolka')
    .description('Find films through Kinopoisk and keep a shelf of favourites')
    .version(line.version)
    // Its own errors contain the arguments.
    .configureOutput({ outputError: (text, write) => write(linesForTerminals(text)) });
  for (const add of COMMANDS) add(program, line);
  return program;
}
