import type { Command } from 'commander';
import type { Seeding } from '../../../application/films/seed-catalogue.ts';
import type { CommandLine } from '../command-line.ts';
import { cli, print, using } from '../command-line.ts';

export function addSeed(program: Command, { openService, readFilms }: CommandLine): void {
  program
    .command('db:seed')
    .description('load the bundled films, or films from a file')
    .option('--file <path>', 'JSON in the format of the bundled seed/films.json')
    .action(async ({ file }: { file?: string }) => {
      // The file is read before the database is opened, so a file that cannot be loaded changes nothing.
      const films = await readFilms(file);
      await using(openService, async ({ seedCatalogue }) => {
        print(sayingOf(await seedCatalogue.execute(cli, { films })));
      });
    });
}

function sayingOf({ added, completed, known }: Seeding): string {
  if (added + completed === 0) return `Nothing to do: all films are in the catalogue (${known}).`;
  const done = [
    ...(added > 0 ? [`Added ${filmsOf(added)}`] : []),
    ...(completed > 0 ? [`added data to ${filmsOf(completed)}`] : []),
  ].join(', ');
  return `${done.charAt(0).toUpperCase()}${done.slice(1)}; the catalogue has ${known} films.`;
}

function filmsOf(count: number): string {
  return count === 1 ? '1 film' : `${count} films`;
}
