import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';

export function addServe(program: Command, { serve }: CommandLine): void {
  program.command('serve', { isDefault: true }).description('start the service').action(serve);
}
