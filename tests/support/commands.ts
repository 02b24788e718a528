import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { vi } from 'vitest';
import { createProgram } from '../../src/adapters/cli/program.ts';
import { reasonOf } from '../../src/adapters/cli/reason-of.ts';
import { withoutCredentials } from '../../src/adapters/observability/without-credentials.ts';
import { commandLine, openServiceOf } from '../../src/bootstrap/command-line.ts';
import type { TestApp } from './test-app.ts';
import { written } from './written.ts';

/** The output of a command and its exit code. Its log lines are in the log of the application. */
export type CommandOutcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type RunCommand = (
  args: readonly string[],
  settings?: { readonly password?: string },
) => Promise<CommandOutcome>;

/**
 * Runs commands of the bundle in this process, on the database of an application: a process of the bundle takes most of a
 * second of a core to start. `password`: SUPERUSER_PASSWORD.
 */
export function commandsOf(app: TestApp): RunCommand {
  const openService = async () => ({ ...openServiceOf(app.service), close: async () => undefined });
  return async (args, { password } = {}) => {
    const program = createProgram({ ...commandLine, openService, superuserPassword: () => password });
    throwInsteadOfExiting(program);
    const [stdout, stderr] = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    for (const stream of [stdout, stderr]) stream.mockReturnValue(true);
    let [code, reason] = [0, ''];
    try {
      await program.parseAsync(args, { from: 'user' });
    } catch (error) {
      code = 1;
      // Commander has printed its own errors.
      if (!(error instanceof CommanderError)) reason = `${reasonOf(error, withoutCredentials)}\n`;
    }
    const textOf = ({ mock }: typeof stdout) => mock.calls.map(([text]) => String(text)).join('');
    const printed = { stdout: textOf(stdout), stderr: textOf(stderr) + reason };
    for (const stream of [stdout, stderr]) stream.mockRestore();
    code = Number(process.exitCode ?? code);
    process.exitCode = undefined;
    written.noteSecrets({ password });
    written.add('process', printed.stdout + printed.stderr);
    return { code, ...printed };
  };
}

function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const subcommand of command.commands) throwInsteadOfExiting(subcommand);
}
