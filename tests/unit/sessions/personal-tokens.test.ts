import { beforeEach, describe, expect, it } from 'vitest';
import { Sha256PersonalTokenSecrets } from '../../../src/adapters/security/sha256-personal-token-secrets.ts';
import { CreatePersonalToken } from '../../../src/application/sessions/tokens/create-personal-token.ts';
import { ListPersonalTokens } from '../../../src/application/sessions/tokens/list-personal-tokens.ts';
import { PersonalTokenHolders } from '../../../src/application/sessions/tokens/personal-token-holders.ts';
import { PersonalTokenUses } from '../../../src/application/sessions/tokens/personal-token-uses.ts';
import { RevokePersonalToken } from '../../../src/application/sessions/tokens/revoke-personal-token.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { narrowedTo, PermissionDenied, SessionRequired } from '../../../src/domain/access/actor.ts';
import type { Permission } from '../../../src/domain/access/permission.ts';
import { TokenNotFound } from '../../../src/domain/sessions/personal-token.ts';
import { InvalidToken } from '../../../src/domain/sessions/session.ts';
import { DAY_MS } from '../../../src/domain/shared/duration.ts';
import { aUserActor, aUserActorWith } from '../../builders/actor.ts';
import { aSession } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../../fakes/in-memory-access-rules.ts';
import { InMemoryPersonalTokenRepository } from '../../fakes/in-memory-personal-token-repository.ts';
import { InMemorySessionRepository } from '../../fakes/in-memory-session-repository.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';

const secrets = new Sha256PersonalTokenSecrets();

describe('personal tokens', () => {
  let users: InMemoryUserRepository;
  let tokens: InMemoryPersonalTokenRepository;
  let uses: PersonalTokenUses;
  let holders: PersonalTokenHolders;
  let clock: FixedClock;
  let create: CreatePersonalToken;
  let list: ListPersonalTokens;

  beforeEach(async () => {
    clock = new FixedClock();
    users = new InMemoryUserRepository();
    await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
    const sessions = new InMemorySessionRepository(users);
    await sessions.start(aSession(), { tokenVersion: 0, maxLive: 20 });
    tokens = new InMemoryPersonalTokenRepository(users, sessions);
    uses = new PersonalTokenUses(tokens);
    holders = new PersonalTokenHolders(secrets, tokens, uses, new InMemoryAccessRules(), clock);
    create = new CreatePersonalToken(tokens, secrets, clock, new NumberedIds());
    list = new ListPersonalTokens(tokens, uses, clock);
  });

  const made = (permissions: readonly Permission[] = ['favorites:own'], actor = aUserActor()) =>
    create.execute(actor, { name: 'Умный дом', permissions });

  it('identify their owner, with the listed permissions that the owner has', async () => {
    const { token, text } = await made(['movies:read', 'favorites:own', 'movies:read']);
    expect(token).toEqual({
      id: token.id,
      userId: uuid(1),
      name: 'Умный дом',
      permissions: ['favorites:own', 'movies:read'],
      hint: text.slice(-4),
      createdAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 90 * DAY_MS),
      lastUsedAt: null,
    });
    expect(await holders.caller(text)).toEqual({
      kind: 'user',
      userId: uuid(1),
      credential: { kind: 'personal-token', tokenId: token.id },
      roles: ['user'],
      isSuperuser: false,
      permissions: new Set(['favorites:own', 'movies:read']),
      scope: ['favorites:own', 'movies:read'],
    });
  });

  it('lose permissions that their owner loses, and get them back, but never more than they list', async () => {
    users.update(uuid(1), { roles: ['admin'] });
    const { text } = await made(['users:manage'], aUserActorWith('users:manage'));
    expect((await holders.caller(text)).permissions).toEqual(new Set(['users:manage']));
    users.update(uuid(1), { roles: [] });
    expect((await holders.caller(text)).permissions).toEqual(new Set());
    users.update(uuid(1), { isSuperuser: true });
    expect(await holders.caller(text)).toMatchObject({ isSuperuser: false, permissions: new Set(['users:manage']) });
  });

  it('are not made with a permission that the owner or the narrowed session does not have', async () => {
    await expect(made(['favorites:own', 'users:manage'])).rejects.toThrow(PermissionDenied);
    const narrow = narrowedTo(['account:own', 'movies:read'], aUserActor());
    await expect(made(['favorites:own'], narrow)).rejects.toThrow(PermissionDenied);
    expect((await made(['movies:read'], narrow)).token.permissions).toEqual(['movies:read']);
    const superuser = narrowedTo(['account:own', 'movies:read'], aUserActor({ isSuperuser: true }));
    await expect(made(['users:manage'], superuser)).rejects.toThrow(PermissionDenied);
  });

  it('cannot make, list or revoke tokens, whatever they allow', async () => {
    const { token, text } = await made(['account:own']);
    const caller = await holders.caller(text);
    await expect(made(['account:own'], caller)).rejects.toThrow(SessionRequired);
    await expect(list.execute(caller)).rejects.toThrow(SessionRequired);
    const revoke = new RevokePersonalToken(tokens);
    await expect(revoke.execute(caller, { tokenId: token.id })).rejects.toThrow(SessionRequired);
    await revoke.execute(aUserActor(), { tokenId: token.id });
    await expect(revoke.execute(aUserActor(), { tokenId: token.id })).rejects.toThrow(TokenNotFound);
    await expect(holders.caller(text)).rejects.toThrow(InvalidToken);
  });

  it('are refused after their lifetime, and while their owner is deactivated', async () => {
    const { text } = await create.execute(aUserActor(), { name: 'x', permissions: ['movies:read'], lifeDays: 1 });
    users.update(uuid(1), { isActive: false });
    await expect(holders.caller(text)).rejects.toThrow(InvalidToken);
    users.update(uuid(1), { isActive: true });
    clock.advanceSeconds(24 * 3600 - 1);
    expect((await holders.caller(text)).permissions).toEqual(new Set(['movies:read']));
    clock.advanceSeconds(1);
    await expect(holders.caller(text)).rejects.toThrow(InvalidToken);
    expect(await list.execute(aUserActor())).toEqual([]);
  });

  it('are looked up only if the checksum is correct', async () => {
    const { text } = await made();
    const mistyped = `${text.slice(0, -1)}${text.endsWith('a') ? 'b' : 'a'}`;
    await expect(holders.caller(mistyped)).rejects.toThrow(InvalidToken);
    await expect(holders.caller('kpat_')).rejects.toThrow(InvalidToken);
    expect(tokens.lookups).toBe(0);
    await expect(holders.caller(secrets.generate())).rejects.toThrow(InvalidToken);
    expect(tokens.lookups).toBe(1);
  });

  it('show their last use at once, and store it with the next write', async () => {
    const { text } = await made();
    const lastUses = async () => (await list.execute(aUserActor())).map(({ lastUsedAt }) => lastUsedAt);
    await holders.holderOf(text);
    expect(await lastUses()).toEqual([null]);
    const first = clock.now();
    await holders.caller(text);
    expect(await lastUses()).toEqual([first]);
    expect((await tokens.list(uuid(1), first))[0]?.lastUsedAt).toBeNull();
    clock.advanceSeconds(30);
    await holders.caller(text);
    await uses.write();
    expect((await tokens.list(uuid(1), first))[0]?.lastUsedAt).toEqual(clock.now());
    expect(await lastUses()).toEqual([clock.now()]);
  });

  it('keep a use that cannot be stored now for the next write', async () => {
    const written: number[] = [];
    const failures = [new StorageUnavailable(), new Error('bug')];
    const { token } = await made();
    const failing = new PersonalTokenUses(
      Object.assign(Object.create(tokens) as InMemoryPersonalTokenRepository, {
        async noteUses(noted: readonly unknown[]) {
          const failure = failures.shift();
          if (failure) throw failure;
          written.push(noted.length);
        },
      }),
    );
    failing.note(token, clock.now());
    await expect(failing.write()).rejects.toThrow(StorageUnavailable);
    await expect(failing.write()).rejects.toThrow('bug');
    await failing.write();
    expect(written).toEqual([]);
    for (let n = 0; n < 501; n += 1) failing.note({ ...token, id: uuid(n) }, clock.now());
    failing.note({ ...token, id: uuid(0) }, clock.now());
    await failing.write();
    expect(written).toEqual([500, 1]);
  });
});
