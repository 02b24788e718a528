import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { ShelfFileFormat } from '../../../application/shelf/ports/shelf-files.ts';
import { SHELF_FILE_FORMATS } from '../../../application/shelf/ports/shelf-files.ts';
import type { CommandLine } from '../command-line.ts';
import { actingFor, using } from '../command-line.ts';

type ExportOptions = { readonly username: string; readonly format: ShelfFileFormat; readonly output?: string };

export function addExport(program: Command, { openService }: CommandLine): void {
  program
    .command('export')
    .description('export the shelf of a user to a file')
    .requiredOption('--username <name>', 'user name of the shelf’s owner')
    .addOption(new Option('--format <format>', 'format of the file').choices(SHELF_FILE_FORMATS).default('json'))
    .option('--output <path>', 'write to this file instead of standard output')
    .action(async ({ username, format, output }: ExportOptions) => {
      await using(openService, async (service) => {
        const pieces = await service.exportShelf.execute(await actingFor(username, service), { format });
        if (output === undefined) await pipeline(pieces, process.stdout, { end: false });
        else await pipeline(pieces, createWriteStream(output, { mode: 0o600 }));
      });
    });
}
