import { beforeEach, describe, expect, it } from 'vitest';
import { FindAccount } from '../../../src/application/accounts/find-account.ts';
import { ResetPassword } from '../../../src/application/accounts/reset-password.ts';
import { ShowAccount } from '../../../src/application/accounts/show-account.ts';
import { EndUserSessions } from '../../../src/application/sessions/end-user-sessions.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { PermissionDenied, Unauthenticated } from '../../../src/domain/access/actor.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import { UserNotFound } from '../../../src/domain/accounts/user.ts';
import { anonymous, aUserActor, aUserActorWith, operator } from '../../builders/actor.ts';
import { aClient, aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryLoginHistory } from '../../fakes/in-memory-login-history.ts';
import { InMemorySessionRepository } from '../../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { ListedCommonPasswords } from '../../fakes/listed-common-passwords.ts';
import { PlainPasswordHasher } from '../../fakes/plain-password-hasher.ts';

const alice = aUser();
/** This user has chosen the id of alice as a user name. */
const impostor = aUser({ id: uuid(2), username: alice.id, email: null });
const root = aUser({ id: uuid(3), username: 'root', email: null, isSuperuser: true });
const superuser = aUserActor({ userId: root.id, isSuperuser: true, permissions: new Set() });

let users: InMemoryUserRepository;
let sessions: InMemorySessionRepository;
let history: InMemoryLoginHistory;

beforeEach(async () => {
  users = new InMemoryUserRepository();
  sessions = new InMemorySessionRepository(users);
  history = new InMemoryLoginHistory(users);
  for (const user of [alice, impostor, root]) {
    await users.add(user, { passwordHash: 'hash', usernameSkeleton: user.username });
    await sessions.start(aSession({ userId: user.id }), { tokenVersion: 0, maxLive: 20 });
  }
});

const findAccount = () => new FindAccount(users);
const showAccount = () =>
  new ShowAccount(users, new InMemoryAccessRules(BUILT_IN_ROLES), sessions, history, new FixedClock());
const resetPassword = () =>
  new ResetPassword(users, new PlainPasswordHasher(), new ListedCommonPasswords(['Password1']));

describe.each<[string, (actor: Actor) => Promise<unknown>]>([
  ['FindAccount', (actor) => findAccount().execute(actor, { login: 'alice' })],
  ['ShowAccount', (actor) => showAccount().execute(actor, { userId: alice.id })],
  ['ResetPassword', (actor) => resetPassword().execute(actor, { userId: alice.id, password: 'correct horse' })],
])('%s', (_, execute) => {
  it.each<[string, Actor]>([
    ['somebody without a token', anonymous],
    ['a user manager', aUserActorWith('users:manage', 'users:read')],
    ['a superuser', superuser],
  ])('denies %s, and changes nothing', async (_who, actor) => {
    await expect(execute(actor)).rejects.toThrow(new PermissionDenied());
    expect(users.all()).toEqual([alice, impostor, root]);
  });
});

describe('FindAccount', () => {
  it.each([
    ['alice', alice],
    ['ＡＬＩＣＥ', alice],
    ['Alice@Example.org', alice],
    [alice.id, alice],
    [alice.id.toUpperCase(), alice],
    [impostor.id, impostor],
    ['root', root],
    ['nobody', undefined],
    ['no@body.example', undefined],
    [uuid(99), undefined],
    ['', undefined],
    ['a b', undefined],
  ])('finds by %j', async (login, account) => {
    expect(await findAccount().execute(operator, { login })).toEqual(account);
  });
});

describe('ShowAccount', () => {
  it('shows rights, live sessions and the last five log-ins', async () => {
    const client = aClient;
    for (const n of [1, 2, 3, 4, 5, 6]) {
      const at = new Date(Date.UTC(2026, 10, 20, 12, n));
      await history.add({ id: uuid(n), userId: alice.id, at, outcome: 'success', client, sessionId: uuid(1001) });
    }
    const overview = await showAccount().execute(operator, { userId: alice.id });
    expect(overview).toMatchObject({
      user: alice,
      permissions: ['account:own', 'catalogue:read', 'favorites:own', 'movies:read'],
      sessions: [aSession()],
    });
    expect(overview.logins.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2].map(uuid));
  });

  it('does not find an unknown account', async () => {
    await expect(showAccount().execute(operator, { userId: uuid(99) })).rejects.toThrow(new UserNotFound());
  });
});

describe('ResetPassword', () => {
  it('sets the password and ends all sessions of the account, and of no other', async () => {
    await resetPassword().execute(operator, { userId: alice.id, password: 'correct horse' });
    expect(users.get(alice.id)).toEqual({
      user: { ...alice, tokenVersion: 1 },
      passwordHash: await new PlainPasswordHasher().hash('correct horse'),
    });
    expect(sessions.sessions.map(({ userId }) => userId)).toEqual([impostor.id, root.id]);
  });

  it.each([
    ['short', [{ field: 'password', code: 'too-short', limit: 8 }]],
    ['PASSWORD1', [{ field: 'password', code: 'password-common' }]],
    ['alice@example.org', [{ field: 'password', code: 'password-is-login' }]],
  ])('refuses %j, as registration does', async (password, faults) => {
    const reset = resetPassword().execute(operator, { userId: alice.id, password });
    await expect(reset).rejects.toMatchObject({ code: 'validation-failed', faults });
    expect(users.get(alice.id)).toEqual({ user: alice, passwordHash: 'hash' });
    expect(sessions.sessions).toHaveLength(3);
  });

  it('does not find an account that is not there', async () => {
    const reset = resetPassword().execute(operator, { userId: uuid(99), password: 'correct horse' });
    await expect(reset).rejects.toThrow(new UserNotFound());
  });
});

describe('EndUserSessions', () => {
  const end = (actor: Actor, userId: string) => new EndUserSessions(sessions).execute(actor, { userId });
  const owners = () => sessions.sessions.map(({ userId }) => userId);

  it.each<[string, Actor]>([
    ['a user manager', aUserActorWith('users:manage')],
    ['a superuser', superuser],
    ['the operator', operator],
  ])('lets %s end those of somebody', async (_, actor) => {
    await end(actor, alice.id);
    expect(owners()).toEqual([impostor.id, root.id]);
    expect(users.revoked.all).toEqual([{ userId: alice.id, minVersion: 1, exceptSessionId: null }]);
  });

  it.each<[string, Actor, string, Error]>([
    ['somebody without a token', anonymous, alice.id, new Unauthenticated()],
    ['somebody without the right', aUserActorWith('users:read', 'roles:manage'), alice.id, new PermissionDenied()],
    ['a user manager, of a superuser', aUserActorWith('users:manage'), root.id, new PermissionDenied()],
    ['a user manager, of nobody', aUserActorWith('users:manage'), uuid(99), new UserNotFound()],
  ])('refuses %s', async (_, actor, userId, refusal) => {
    await expect(end(actor, userId)).rejects.toThrow(refusal);
    expect(owners()).toEqual([alice.id, impostor.id, root.id]);
  });

  it.each<[string, Actor]>([
    ['a superuser', superuser],
    ['the operator', operator],
  ])('lets %s end those of a superuser', async (_, actor) => {
    await end(actor, root.id);
    expect(owners()).toEqual([alice.id, impostor.id]);
  });
});
