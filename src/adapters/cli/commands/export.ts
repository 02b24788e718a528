import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { ShelfFileFormat } from '../../../application/shelf/ports/shelf-files.ts';
import { maxFileBytes, SHELF_FILE_FORMATS } from '../../../application/shelf/ports/shelf-files.ts';
import { given } from '../../../domain/shared/given.ts';
import type { CommandLine } from '../command-line.ts';
import { actingFor, using } from '../command-line.ts';
import { piecesForTerminals } from '../terminal-text.ts';

type ExportOptions = {
  readonly username: string;
  readonly format: ShelfFileFormat;
  readonly part?: number;
  readonly output?: string;
};

const TOO_LARGE = 'Letterboxd accepts files of at most 1 MB. Export this shelf in parts: --part 1 and so on.\n';

function partNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('Give the number of a part, from 1.');
  return Number(text);
}

export function addExport(program: Command, { openService }: CommandLine): void {
  program
    .command('export')
    .description('export the shelf of a user to a file')
    .requiredOption('--username <name>', 'user name of the shelf’s owner')
    .addOption(new Option('--format <format>', 'format of the file').choices(SHELF_FILE_FORMATS).default('json'))
    .addOption(
      new Option(
        '--part <number>',
        'write only this part of a letterboxd export, counted from 1; a part has at most 1 MB',
      ).argParser(partNumber),
    )
    .option('--output <path>', 'write to this file instead of standard output')
    .action(async ({ username, format, part, output }: ExportOptions, command: Command) => {
      if (part !== undefined && maxFileBytes(format) === undefined)
        command.error('error: --part needs --format letterboxd');
      await using(openService, async (service) => {
        const actor = await actingFor(username, service);
        const { pieces, hasMore } = await service.exportShelf.execute(actor, { format, ...given({ part }) });
        if (hasMore) process.stderr.write(part === undefined ? TOO_LARGE : `The next part is --part ${part + 1}.\n`);
        // A pipe or a file gets the exact data.
        const shown = process.stdout.isTTY ? piecesForTerminals(pieces) : pieces;
        if (output === undefined) await pipeline(shown, process.stdout, { end: false });
        else await pipeline(pieces, createWriteStream(output, { mode: 0o600 }));
      });
    });
}
