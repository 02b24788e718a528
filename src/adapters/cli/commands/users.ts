import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { RoleNotFound, RoleNotHeld } from '../../../domain/access/role.ts';
import type { User } from '../../../domain/accounts/user.ts';
import { displayedLogin, UserNotFound } from '../../../domain/accounts/user.ts';
import type { Listing } from '../../../domain/shared/page.ts';
import {
  ACCOUNT_TITLES,
  accountJson,
  accountRow,
  accountText,
  overviewJson,
  passwordChanged,
} from '../account-text.ts';
import type { CommandLine, OpenService } from '../command-line.ts';
import { cli, print, using } from '../command-line.ts';
import { readNewPassword } from '../new-password.ts';
import { inWords } from '../refusals.ts';
import { printableJson } from '../terminal-text.ts';

type Output = { readonly json?: boolean };

/** Changes an account. @returns a sentence that says what was changed */
type Change = (service: OpenService, user: User) => Promise<string>;

const EXAMPLES = `
<user> is a user name, an e-mail address or an id. Running instances apply a change within 5 s.
Exit code: 0 when the account is in the requested state, 1 when the change was refused, with the reason on standard error.

Examples:
  kinopolka users list --query example.com
  kinopolka users password neo
  kinopolka users give-role neo editors`;

/** Commands for accounts, which also work when nobody can log in. */
export function addUsers(program: Command, { openService }: CommandLine): void {
  const users = program
    .command('users')
    .description('list and change accounts, also when nobody can log in')
    .addHelpText('after', EXAMPLES);
  const changing = (name: string, description: string) =>
    users.command(name).description(description).option('--json', 'print the account as JSON');

  users
    .command('list')
    .description('list the accounts, newest first')
    .option('--query <text>', 'only those whose user name or e-mail address contains the text')
    .option('--json', 'print a JSON array')
    .action(({ query, json }: Output & { query?: string }) =>
      using(openService, async ({ listUsers }) => {
        const lines = listed(await listUsers.execute(cli, query === undefined ? {} : { query }), json ?? false);
        await pipeline(lines, process.stdout, { end: false });
      }),
    );
  changing('show <user>', 'show an account, its sessions and its last log-ins').action(
    (login: string, { json }: Output) =>
      using(openService, async (service) => {
        const { id } = await found(service, login);
        const overview = await service.showAccount.execute(cli, { userId: id });
        print(json ? printableJson(overviewJson(overview), 2) : accountText(overview));
      }),
  );
  changing(
    'password <user>',
    'set a new password, end all sessions and personal tokens, and cancel a running import',
  ).action((login: string, output: Output) => change(openService, { login, ...output }, setPassword));
  changing('activate <user>', 'let a deactivated account log in again').action((login: string, output: Output) =>
    change(openService, { login, ...output }, activation(true)),
  );
  changing('deactivate <user>', 'end all sessions of an account, and refuse its log-ins').action(
    (login: string, output: Output) => change(openService, { login, ...output }, activation(false)),
  );
  changing('give-role <user> <role>', 'give a role to an account').action(
    (login: string, role: string, output: Output) => change(openService, { login, role, ...output }, giving(role)),
  );
  changing('take-role <user> <role>', 'take a role from an account').action(
    (login: string, role: string, output: Output) => change(openService, { login, role, ...output }, taking(role)),
  );
}

async function change(
  openService: CommandLine['openService'],
  { login, role = '', json }: Output & { readonly login: string; readonly role?: string },
  make: Change,
): Promise<void> {
  await using(openService, async (service) => {
    const user = await found(service, login);
    const subject = { login, name: displayedLogin(user), role };
    try {
      const sentence = await make(service, user);
      print(json ? printableJson(accountJson(await found(service, user.id)), 2) : sentence);
    } catch (error) {
      if (error instanceof RoleNotFound) throw await withRoles(service, role);
      throw inWords(error, subject);
    }
  });
}

async function found({ findAccount }: OpenService, login: string): Promise<User> {
  const user = await findAccount.execute(cli, { login });
  if (user === undefined) throw inWords(new UserNotFound(), { login });
  return user;
}

const setPassword: Change = async ({ resetPassword }, user) => {
  const password = await readNewPassword(displayedLogin(user));
  await resetPassword.execute(cli, { userId: user.id, password });
  return passwordChanged(user);
};

function activation(isActive: boolean): Change {
  return async ({ changeUser }, user) => {
    await changeUser.execute(cli, { userId: user.id, isActive });
    const state = isActive ? 'active' : 'deactivated';
    if (user.isActive === isActive) return `${displayedLogin(user)} already is ${state}. Nothing was changed.`;
    return `${displayedLogin(user)} is ${state} now${isActive ? '' : ', and all sessions of the account have ended'}.`;
  };
}

function giving(role: string): Change {
  return async ({ giveRole }, user) => {
    await giveRole.execute(cli, { userId: user.id, role });
    if (user.roles.includes(role)) return `${displayedLogin(user)} already has the role ${role}. Nothing was changed.`;
    return `${displayedLogin(user)} has the role ${role} now.`;
  };
}

function taking(role: string): Change {
  return async ({ takeRole }, user) => {
    try {
      await takeRole.execute(cli, { userId: user.id, role });
    } catch (error) {
      if (!(error instanceof RoleNotHeld)) throw error;
      return `${displayedLogin(user)} does not have the role ${role}. Nothing was changed.`;
    }
    return `${displayedLogin(user)} no longer has the role ${role}.`;
  };
}

/** Adds the names of all roles to an error, because the operator cannot look them up without logging in. */
async function withRoles({ listRoles }: OpenService, role: string): Promise<Error> {
  const listing = await listRoles.execute(cli, {});
  const names = listing.items.map(({ name }) => name).join(', ');
  return new Error(`There is no role named ${JSON.stringify(role)}. Roles: ${names}.`);
}

async function* listed(listing: Listing<User>, json: boolean): AsyncIterable<string> {
  const accounts = 'items' in listing ? listing.items : listing;
  let count = 0;
  for await (const user of accounts) {
    if (json) yield `${count === 0 ? '[' : ','}\n${printableJson(accountJson(user))}`;
    else yield `${count === 0 ? `${ACCOUNT_TITLES}\n` : ''}${accountRow(user)}\n`;
    count += 1;
  }
  if (json) yield count === 0 ? '[]\n' : '\n]\n';
  else yield count === 1 ? '1 account\n' : `${count} accounts\n`;
}
