import { createProgram } from '../adapters/cli/program.ts';
import { reasonOf } from '../adapters/cli/reason-of.ts';
import { linesForTerminals } from '../adapters/cli/terminal-text.ts';
import { withoutCredentials } from '../adapters/observability/without-credentials.ts';
import { commandLine } from './command-line.ts';
import { InvalidSettings } from './settings/load-settings.ts';

// The reader of a pipe (`head`, a log collector) may close it. Later output is dropped and the work continues.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: unknown) => {
    if (!isClosedByReader(error)) process.exitCode = 1;
  });

createProgram(commandLine)
  .parseAsync()
  .catch((error: unknown) => {
    if (isClosedByReader(error)) return;
    // Settings errors show no values, only examples.
    const reason = error instanceof InvalidSettings ? error.message : reasonOf(error, withoutCredentials);
    process.stderr.write(`${linesForTerminals(reason)}\n`);
    process.exit(1);
  });

function isClosedByReader(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
