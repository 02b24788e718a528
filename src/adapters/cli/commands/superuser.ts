import type { Command } from 'commander';
import type { User } from '../../../domain/accounts/user.ts';
import { displayedLogin } from '../../../domain/accounts/user.ts';
import { passwordChanged } from '../account-text.ts';
import type { CommandLine, OpenService } from '../command-line.ts';
import { cli, print, using } from '../command-line.ts';
import { readNewPassword } from '../new-password.ts';
import { inWords } from '../refusals.ts';

type SuperuserOptions = { readonly username: string; readonly reset?: boolean };

/** Reads the new password from the environment, or else from the terminal or standard input. */
type ReadPassword = (account: string) => Promise<string>;

export function addSuperuser(program: Command, { openService, superuserPassword }: CommandLine): void {
  program
    .command('superuser')
    .description(
      'create a superuser account; asks for the password, or reads it from SUPERUSER_PASSWORD or standard input',
    )
    .requiredOption('--username <name>', 'user name of the account')
    .option(
      '--reset',
      'set a new password for an existing superuser, end all sessions and personal tokens, and cancel a running import',
    )
    .action(async ({ username, reset = false }: SuperuserOptions) => {
      const given = superuserPassword();
      const read: ReadPassword = async (account) => given ?? readNewPassword(account);
      await using(openService, async (service) => {
        // The account is looked up before the command asks for a password, because it may not need one.
        const existing = await service.findAccount.execute(cli, { login: username });
        const make = reset ? resetOf : creationOf;
        print(
          await make(service, username, existing, read).catch((error: unknown) => {
            throw inWords(error, { login: username });
          }),
        );
      });
    });
}

async function creationOf(
  { createSuperuser }: OpenService,
  username: string,
  existing: User | undefined,
  read: ReadPassword,
): Promise<string> {
  if (existing) return unchanged(existing);
  const { user, isNew } = await createSuperuser.execute(cli, { username, password: await read(username) });
  return isNew ? `${displayedLogin(user)} is a superuser now.` : unchanged(user);
}

function unchanged(user: User): string {
  const name = displayedLogin(user);
  const [kind, hint] = user.isSuperuser
    ? ['a superuser', ` To set a new password, add --reset.`]
    : ['not a superuser', ''];
  return `The account ${name} already exists and is ${kind}; nothing was changed.${hint}`;
}

async function resetOf(
  { resetPassword }: OpenService,
  username: string,
  existing: User | undefined,
  read: ReadPassword,
): Promise<string> {
  if (!existing)
    throw new Error(
      `There is no account named ${username}. Without --reset, this command creates a superuser of that name.`,
    );
  const name = displayedLogin(existing);
  if (!existing.isSuperuser)
    throw new Error(
      `${name} is not a superuser. \`kinopolka users password ${name}\` sets the password of any account.`,
    );
  await resetPassword.execute(cli, { userId: existing.id, password: await read(name) });
  return passwordChanged(existing);
}
