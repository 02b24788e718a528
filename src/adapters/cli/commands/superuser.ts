import type { Command } from 'commander';
import type { User } from '../../../domain/accounts/user.ts';
import type { CommandLine } from '../command-line.ts';
import { cli, print, using } from '../command-line.ts';
import { readPassword } from '../read-password.ts';

export function addSuperuser(program: Command, { openService, superuserPassword }: CommandLine): void {
  program
    .command('superuser')
    .description('make an account that may do everything; the password comes from SUPERUSER_PASSWORD or standard input')
    .requiredOption('--username <name>', 'user name of the account')
    .action(async ({ username }: { username: string }) => {
      const password = superuserPassword() ?? (await readPassword(`Password for ${username}: `));
      await using(openService, async ({ createSuperuser }) => {
        print(outcomeOf(await createSuperuser.execute(cli, { username, password })));
      });
    });
}

function outcomeOf({ user, isNew }: { user: User; isNew: boolean }): string {
  if (isNew) return `${user.username} may do everything now.`;
  const kind = user.isSuperuser ? 'a superuser' : 'not a superuser';
  return `There is an account named ${user.username} already, ${kind}; nothing was changed.`;
}
