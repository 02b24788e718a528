import { afterEach, describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import { workBeside } from '../../../src/bootstrap/serve.ts';
import { loadSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { tokens } from '../../../src/bootstrap/tokens.ts';
import { aNewImport } from '../../builders/film-import.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { startTestApp } from '../../support/test-app.ts';

const DAY_MS = 24 * 3600 * 1000;
const QUARTER_OF_AN_HOUR_MS = 15 * 60 * 1000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

afterEach(() => vi.useRealTimers());

describe('in the background', () => {
  it('only imports that ended more than thirty days ago are deleted', async () => {
    const app = await startTestApp();
    const { container } = app.service;
    const [imports, users] = [container.get(tokens.importRepository), container.get(tokens.userRepository)];
    for (const [n, days] of [31, 29].entries()) {
      const [userId, id] = [uuid(n + 1), uuid(5001 + n)];
      const user = aUser({ id: userId, username: null, email: `${n}@example.org` });
      await users.add(user, { passwordHash: 'hash', usernameSkeleton: null });
      await imports.open(aNewImport({ userId, id, createdAt: daysAgo(days) }));
      await imports.cancel(userId, id, daysAgo(days));
    }
    await imports.open(aNewImport({ userId: uuid(1), id: uuid(5003), createdAt: new Date() }));

    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const background = workBeside(app.service, loadSettings({}), winston.createLogger({ silent: true }));
    vi.advanceTimersByTime(QUARTER_OF_AN_HOUR_MS);
    await background.stop();

    const kept = (await Promise.all([uuid(1), uuid(2)].map((userId) => imports.list(userId)))).flat();
    expect(kept.map(({ id, status }) => [id, status])).toEqual([
      [uuid(5003), 'reading'],
      [uuid(5002), 'cancelled'],
    ]);
    await app.close();
  });

  it('the log of the embedded database is bounded by checkpoints', async () => {
    const app = await startTestApp({ engine: 'pglite' });
    const { database } = app.service;
    const behind = async () => {
      const text = 'select (pg_current_wal_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()';
      return Number((await database.query(text, []))[0]?.['bytes']);
    };
    const limit = 32 * 1024 * 1024;
    await database.query(`select pg_logical_emit_message(false, 'test', repeat('x', $1::int))`, [1.5 * limit]);
    expect(await behind()).toBeGreaterThan(limit);

    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const background = workBeside(app.service, loadSettings({}), winston.createLogger({ silent: true }));
    vi.advanceTimersByTime(5_000);
    await background.stop();

    expect(await behind()).toBeLessThan(1024 * 1024);
    await app.close();
  });
});
