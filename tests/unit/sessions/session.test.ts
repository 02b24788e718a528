import { describe, expect, it } from 'vitest';
import { startSession } from '../../../src/domain/sessions/session.ts';
import { clientAt } from '../../builders/session.ts';
import { uuid } from '../../builders/user.ts';

const now = new Date('2026-11-20T12:00:00.123Z');
const start = { id: uuid(1001), userId: uuid(1), client: clientAt('2001:db8::1'), clientId: 'app', scope: null };

describe('startSession', () => {
  it('starts a session without renewals', () => {
    expect(startSession(start, { idleTtlSeconds: 3600, absoluteTtlSeconds: 86_400 }, now)).toEqual({
      id: uuid(1001),
      userId: uuid(1),
      counter: 0,
      clientId: 'app',
      scope: null,
      client: { address: '2001:db8::1', userAgent: null },
      createdAt: now,
      lastUsedAt: now,
      idleExpiresAt: new Date('2026-11-20T13:00:00.123Z'),
      expiresAt: new Date('2026-11-21T12:00:00.123Z'),
    });
  });

  it.each([
    ['longer', 3601],
    ['as long', 3600],
  ])('never exceeds its total lifetime with an idle time of %s', (_, idleTtlSeconds) => {
    expect(startSession(start, { idleTtlSeconds, absoluteTtlSeconds: 3600 }, now)).toMatchObject({
      idleExpiresAt: new Date('2026-11-20T13:00:00.123Z'),
      expiresAt: new Date('2026-11-20T13:00:00.123Z'),
    });
  });
});
