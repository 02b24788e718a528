import type { Session } from '../../src/domain/sessions/session.ts';
import { uuid } from './user.ts';

/** Somebody's browser at home. */
export const aClient = { address: '203.0.113.7', userAgent: 'Mozilla/5.0' };

/** A session of {@link aUser}, started at noon and good for 30 days, 90 at most. */
export function aSession(differences: Partial<Session> = {}): Session {
  return {
    id: uuid(1001),
    userId: uuid(1),
    counter: 0,
    client: aClient,
    createdAt: new Date('2026-11-20T12:00:00.000Z'),
    lastUsedAt: new Date('2026-11-20T12:00:00.000Z'),
    idleExpiresAt: new Date('2026-12-20T12:00:00.000Z'),
    expiresAt: new Date('2027-02-18T12:00:00.000Z'),
    ...differences,
  };
}
