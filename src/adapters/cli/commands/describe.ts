import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { print } from '../command-line.ts';

export function addDescriptions(program: Command, { openApiDocument, settings, mistyped }: CommandLine): void {
  program
    .command('openapi')
    .description('print the OpenAPI document')
    .action(() => print(JSON.stringify(openApiDocument(), null, 2)));
  program
    .command('config')
    .description('print the effective settings, without secrets')
    .action(() => {
      print(JSON.stringify(settings(), null, 2));
      for (const line of mistyped()) process.stderr.write(`${line}\n`);
    });
}
