import { Command, InvalidArgumentError, Option } from 'commander';

/** Exactly one of `file` and `kinopoiskUser` is given. */
export type ImportOptions = {
  readonly username: string;
  readonly file?: string;
  readonly kinopoiskUser?: number;
  readonly dryRun?: boolean;
};

export type ExportOptions = { readonly username: string; readonly format: string; readonly output?: string };

/** The commands, implemented by bootstrap. An error ends the process and prints its message. */
export type Commands = {
  readonly serve: () => Promise<void>;
  readonly migrate: () => Promise<void>;
  readonly checkMigrations: () => Promise<void>;
  /** `file`: a path, or `undefined` for the bundled films. */
  readonly seed: (file: string | undefined) => Promise<void>;
  readonly createSuperuser: (username: string) => Promise<void>;
  readonly importToShelf: (options: ImportOptions) => Promise<void>;
  readonly exportShelf: (options: ExportOptions) => Promise<void>;
  readonly printOpenApi: () => void;
  readonly printConfig: () => void;
  readonly checkHealth: () => Promise<void>;
};

/** Declares `kinopolka <command>` and its options. */
export function createProgram(commands: Commands, version: string, formats: readonly string[]): Command {
  const program = new Command('kinopolka')
    .description('Find films through Kinopoisk and keep a shelf of favourites')
    .version(version);
  program.command('serve', { isDefault: true }).description('start the service').action(commands.serve);
  program
    .command('db:migrate')
    .description('migrate the database to this version')
    .option('--check', 'change nothing; exit with 1 when migrations are pending')
    .action(({ check }: { check?: boolean }) => (check ? commands.checkMigrations() : commands.migrate()));
  program
    .command('db:seed')
    .description('load the bundled films, or films from a file')
    .option('--file <path>', 'JSON in the format of the bundled seed/films.json')
    .action(({ file }: { file?: string }) => commands.seed(file));
  program
    .command('superuser')
    .description('create a superuser account; reads the password from SUPERUSER_PASSWORD or standard input')
    .requiredOption('--username <name>', 'user name of the account')
    .action(({ username }: { username: string }) => commands.createSuperuser(username));
  program
    .command('import')
    .description('import films to the shelf of a user, from a list or from a Kinopoisk profile')
    .requiredOption('--username <name>', 'user name of the shelf’s owner')
    .addOption(new Option('--file <path>', 'CSV, or JSON if the name ends in .json').conflicts('kinopoiskUser'))
    .addOption(new Option('--kinopoisk-user <id>', 'id of a public Kinopoisk profile').argParser(profileNumber))
    .option('--dry-run', 'only report what the import would change')
    .action((options: ImportOptions, command: Command) => {
      if (options.file === undefined && options.kinopoiskUser === undefined)
        command.error('error: give --file or --kinopoisk-user');
      return commands.importToShelf(options);
    });
  program
    .command('export')
    .description('export the shelf of a user to a file')
    .requiredOption('--username <name>', 'user name of the shelf’s owner')
    .addOption(new Option('--format <format>', 'format of the file').choices(formats).default('json'))
    .option('--output <path>', 'write to this file instead of standard output')
    .action(commands.exportShelf);
  program.command('openapi').description('print the OpenAPI document').action(commands.printOpenApi);
  program.command('config').description('print the effective settings, without secrets').action(commands.printConfig);
  program
    .command('health')
    .description('check whether the running service is ready; for container health checks')
    .action(commands.checkHealth);
  return program;
}

function profileNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give the number from the URL of the profile.');
  return Number(text);
}
