import type { AccountOverview } from '../../application/accounts/show-account.ts';
import { rolesOf } from '../../domain/access/role.ts';
import type { User } from '../../domain/accounts/user.ts';
import { displayedLogin } from '../../domain/accounts/user.ts';
import { forTerminals } from './terminal-text.ts';

/** How accounts are printed, on a terminal and as JSON. */

const NAME_WIDTH = 20;
const EMAIL_WIDTH = 28;
const STATE_WIDTH = 11;

export const ACCOUNT_TITLES = row('USER NAME', 'E-MAIL', 'STATE', 'CREATED   ', 'ROLES');

export function accountRow(user: User): string {
  return row(user.username ?? '-', user.email ?? '-', stateOf(user), dayOf(user.createdAt), rolesText(user));
}

/** Says that an account has a new password, what this has ended, and what else its owner needs to log in. */
export function passwordChanged(user: User): string {
  const name = displayedLogin(user);
  const hint = user.isActive ? '' : ` The account is deactivated: \`kinopolka users activate ${name}\`.`;
  return `${name} has a new password. All sessions and personal tokens have ended, and a running import is cancelled.${hint}`;
}

/** All facts about an account, one on each line. */
export function accountText({ user, permissions, sessions, logins }: AccountOverview): string {
  const names = [user.name, user.surname].filter((name) => name !== null).join(' ');
  const [lastUsed] = sessions;
  const facts: [string, string][] = [
    ['id', user.id],
    ['user name', user.username ?? '-'],
    ['e-mail', user.email ?? '-'],
    ['name', forTerminals(names) || '-'],
    ['state', stateOf(user)],
    ['roles', rolesText(user)],
    ['permissions', user.isSuperuser ? 'all' : permissions.join(' ') || '-'],
    ['created', user.createdAt.toISOString()],
    ['sessions', lastUsed ? `${sessions.length}, last used ${lastUsed.lastUsedAt.toISOString()}` : 'none'],
    ...logins.map(({ at, outcome, client }, index): [string, string] => [
      index === 0 ? 'last log-ins' : '',
      `${at.toISOString()} ${outcome.replaceAll('_', ' ')}, from ${forTerminals(client.address)}`,
    ]),
  ];
  return facts.map(([title, fact]) => `${title.padEnd(14)}${fact}`).join('\n');
}

/** The account with the fields of `GET /users/{id}`. */
export function accountJson(user: User) {
  return {
    id: user.id,
    username: user.username,
    email: user.email,
    name: user.name,
    surname: user.surname,
    roles: rolesOf(user),
    created_at: user.createdAt.toISOString(),
    is_active: user.isActive,
    is_superuser: user.isSuperuser,
  };
}

export function overviewJson({ user, permissions, sessions, logins }: AccountOverview) {
  return {
    ...accountJson(user),
    permissions,
    sessions: sessions.map(({ id, client, createdAt, lastUsedAt, idleExpiresAt }) => ({
      id,
      ip: client.address,
      user_agent: client.userAgent,
      created_at: createdAt.toISOString(),
      last_used_at: lastUsedAt.toISOString(),
      expires_at: idleExpiresAt.toISOString(),
    })),
    logins: logins.map(({ at, outcome, client }) => ({
      at: at.toISOString(),
      outcome,
      ip: client.address,
      user_agent: client.userAgent,
    })),
  };
}

function row(name: string, email: string, state: string, created: string, roles: string): string {
  return `${name.padEnd(NAME_WIDTH)} ${email.padEnd(EMAIL_WIDTH)} ${state.padEnd(STATE_WIDTH)} ${created} ${roles}`;
}

/** Marks a superuser in brackets, because this is not a role. */
function rolesText(user: User): string {
  return [...(user.isSuperuser ? ['(superuser)'] : []), ...rolesOf(user)].join(' ');
}

function stateOf({ isActive }: User): string {
  return isActive ? 'active' : 'deactivated';
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
