import type { Command } from 'commander';
import type { User } from '../../../domain/accounts/user.ts';
import type { CommandLine } from '../command-line.ts';
import { cli, print, using } from '../command-line.ts';
import { readPassword } from '../read-password.ts';

export function addSuperuser(program: Command, { openService, superuserPassword }: CommandLine): void {
  program
    .command('superuser')
    .description('create a superuser account; reads the password from SUPERUSER_PASSWORD or standard input')
    .requiredOption('--username <name>', 'user name of the account')
    .action(async ({ username }: { username: string }) => {
      const password = superuserPassword() ?? (await readPassword(`Password for ${username}: `));
      await using(openService, async ({ createSuperuser }) => {
        print(outcomeOf(await createSuperuser.execute(cli, { username, password })));
      });
    });
}

function outcomeOf({ user, isNew }: { user: User; isNew: boolean }): string {
  if (isNew) return `${user.username} is a superuser now.`;
  const kind = user.isSuperuser ? 'a superuser' : 'not a superuser';
  return `The account ${user.username} already exists and is ${kind}; nothing was changed.`;
}
