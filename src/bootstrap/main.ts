import crypto from 'node:crypto';
import { createProgram } from '../adapters/cli/program.ts';
import { reasonOf } from '../adapters/cli/reason-of.ts';
import { withoutCredentials } from '../adapters/observability/without-credentials.ts';
import { commandLine } from './command-line.ts';
import { InvalidSettings } from './settings/config.ts';

main().catch((error: unknown) => {
  // Settings errors show no values, only examples.
  const reason = error instanceof InvalidSettings ? error.message : reasonOf(error, withoutCredentials);
  process.stderr.write(`${reason}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  // The newest Node API in use. Supporting older versions gains little, because libraries require 22.
  if (!('randomUUIDv7' in crypto)) {
    const brought = '`npm start` and `npm run kinopolka -- <command>` use a suitable version';
    throw new Error(`Kinopolka needs Node.js 24.16 or newer; this is ${process.versions.node}. ${brought}.`);
  }
  await createProgram(commandLine).parseAsync();
}
