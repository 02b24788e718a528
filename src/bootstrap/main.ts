import crypto from 'node:crypto';
import { createProgram } from '../adapters/cli/program.ts';
import { reasonOf } from '../adapters/cli/reason-of.ts';
import { withoutCredentials } from '../adapters/observability/without-credentials.ts';
import { commandLine } from './command-line.ts';
import { InvalidSettings } from './settings/config.ts';

main().catch((error: unknown) => {
  // What is wrong with settings shows no value, only examples.
  const reason = error instanceof InvalidSettings ? error.message : withoutCredentials(reasonOf(error));
  process.stderr.write(`${reason}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  // The youngest of what is used of Node. Libraries want 22, so nothing would be won by doing without.
  if (!('randomUUIDv7' in crypto)) {
    const brought = '`npm start` and `npm run kinopolka -- <command>` bring it';
    throw new Error(`Kinopolka needs Node.js 24.16 or newer, and this is ${process.versions.node}; ${brought}.`);
  }
  await createProgram(commandLine).parseAsync();
}
