import { Command, InvalidArgumentError, Option } from 'commander';

/** Either `file` or `kinopoiskUser` is given. */
export type ImportOptions = {
  readonly username: string;
  readonly file?: string;
  readonly kinopoiskUser?: number;
  readonly dryRun?: boolean;
};

export type ExportOptions = { readonly username: string; readonly format: string; readonly output?: string };

/** What the command line can do; bootstrap brings the doing. Whatever is thrown ends the process with its message. */
export type Commands = {
  readonly serve: () => Promise<void>;
  readonly migrate: () => Promise<void>;
  readonly checkMigrations: () => Promise<void>;
  /** `file`: the bundled films when left out. */
  readonly seed: (file: string | undefined) => Promise<void>;
  readonly createSuperuser: (username: string) => Promise<void>;
  readonly importToShelf: (options: ImportOptions) => Promise<void>;
  readonly exportShelf: (options: ExportOptions) => Promise<void>;
  readonly printOpenApi: () => void;
  readonly printConfig: () => void;
  readonly checkHealth: () => Promise<void>;
};

/** `kinopolka <command>`. */
export function createProgram(commands: Commands, version: string, formats: readonly string[]): Command {
  const program = new Command('kinopolka')
    .description('Find films through Kinopoisk and keep a shelf of favourites')
    .version(version);
  program.command('serve', { isDefault: true }).description('start the service').action(commands.serve);
  program
    .command('db:migrate')
    .description('bring the database to this version')
    .option('--check', 'change nothing; the exit code is 1 when there is something to do')
    .action(({ check }: { check?: boolean }) => (check ? commands.checkMigrations() : commands.migrate()));
  program
    .command('db:seed')
    .description('load the bundled films, or those of a file of your own')
    .option('--file <path>', 'JSON in the shape of the bundled seed/films.json')
    .action(({ file }: { file?: string }) => commands.seed(file));
  program
    .command('superuser')
    .description('make an account that may do everything; the password comes from SUPERUSER_PASSWORD or standard input')
    .requiredOption('--username <name>', 'user name of the account')
    .action(({ username }: { username: string }) => commands.createSuperuser(username));
  program
    .command('import')
    .description('put films on the shelf of somebody, from a list or from their votes at Kinopoisk')
    .requiredOption('--username <name>', 'whose shelf')
    .addOption(new Option('--file <path>', 'CSV, or JSON by its name').conflicts('kinopoiskUser'))
    .addOption(new Option('--kinopoisk-user <id>', 'number of a public profile').argParser(profileNumber))
    .option('--dry-run', 'only tell what would happen')
    .action((options: ImportOptions, command: Command) => {
      if (options.file === undefined && options.kinopoiskUser === undefined)
        command.error('error: --file or --kinopoisk-user is needed');
      return commands.importToShelf(options);
    });
  program
    .command('export')
    .description('write the shelf of somebody to a file')
    .requiredOption('--username <name>', 'whose shelf')
    .addOption(new Option('--format <format>', 'what it is for').choices(formats).default('json'))
    .option('--output <path>', 'a file instead of standard output')
    .action(commands.exportShelf);
  program.command('openapi').description('print the OpenAPI document').action(commands.printOpenApi);
  program.command('config').description('print the settings in use, without secrets').action(commands.printConfig);
  program
    .command('health')
    .description('ask the running service whether it is ready; for container health checks')
    .action(commands.checkHealth);
  return program;
}

function profileNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is a number, as in the address of the profile.');
  return Number(text);
}
