import { beforeEach, describe, expect, it } from 'vitest';
import { RefusedLogins } from '../../../src/application/sessions/refused-logins.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import type { RefusedLogin } from '../../../src/domain/sessions/login-event.ts';
import { aClient } from '../../builders/session.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { InMemoryLoginHistory } from '../../fakes/in-memory-login-history.ts';
import { InMemoryUserRepository } from '../../fakes/in-memory-user-repository.ts';

const at = new Date('2026-11-20T13:00:00.000Z');

describe('RefusedLogins', () => {
  let users: InMemoryUserRepository;
  let history: InMemoryLoginHistory;
  let refused: RefusedLogins;
  let ids: number;

  beforeEach(async () => {
    ids = 0;
    users = new InMemoryUserRepository();
    history = new InMemoryLoginHistory(users);
    refused = new RefusedLogins(history);
    await users.add(aUser(), { passwordHash: 'hash', usernameSkeleton: 'alice' });
    await users.add(aUser({ id: uuid(2), username: 'bob', email: null }), {
      passwordHash: 'hash',
      usernameSkeleton: 'bob',
    });
  });

  const note = (name: RefusedLogin['name']) =>
    refused.note({ id: uuid((ids += 1)), name, at, outcome: 'wrong_password', client: aClient });
  const written = async (n: number) => (await history.list(uuid(n), { page: 1, perPage: 20_000 })).total;

  it('writes buffered attempts once', async () => {
    note({ username: 'alice' });
    note({ username: 'nobody' });
    note({ email: 'alice@example.org' });
    expect(await written(1)).toBe(0);
    await refused.write();
    await refused.write();
    expect([await written(1), await written(2)]).toEqual([2, 0]);
  });

  it('writes those of one account, by either name, and keeps the others', async () => {
    note({ username: 'alice' });
    note({ username: 'bob' });
    note({ email: 'alice@example.org' });
    await refused.writeThoseOf(aUser());
    expect([await written(1), await written(2)]).toEqual([2, 0]);
    await refused.write();
    expect([await written(1), await written(2)]).toEqual([2, 1]);
  });

  it('keeps attempts that cannot be stored now', async () => {
    note({ username: 'alice' });
    const add = history.addRefused.bind(history);
    history.addRefused = () => Promise.reject(new StorageUnavailable());
    await expect(refused.write()).rejects.toThrow(StorageUnavailable);
    await expect(refused.writeThoseOf(aUser())).rejects.toThrow(StorageUnavailable);
    note({ username: 'alice' });
    history.addRefused = add;
    await refused.write();
    expect(await written(1)).toBe(2);
  });

  it('drops attempts that can never be stored, and reports it', async () => {
    note({ username: 'alice' });
    const add = history.addRefused.bind(history);
    history.addRefused = () => Promise.reject(new Error('a fault'));
    await expect(refused.write()).rejects.toThrow('a fault');
    history.addRefused = add;
    note({ username: 'bob' });
    await refused.write();
    expect([await written(1), await written(2)]).toEqual([0, 1]);
  });

  it('keeps at most ten thousand, and reports once how many are missing', async () => {
    for (let n = 0; n < 10_003; n += 1) note({ username: 'alice' });
    await expect(refused.write()).rejects.toThrow('3 refused log-ins were dropped');
    await refused.write();
    expect(await written(1)).toBe(10_000);
  });
});
