import { clientAddress } from '../../src/adapters/http/input/client-address.ts';
import type { Client, ClientRecord, Session } from '../../src/domain/sessions/session.ts';
import { recordOf } from '../../src/domain/sessions/session.ts';
import { uuid } from './user.ts';

/** The client at this address, with or without a browser. */
export function clientAt(address: string, userAgent: string | null = null): Client {
  return { address: clientAddress(address), userAgent };
}

/** The client of the record. */
export function clientOf({ address, userAgent }: ClientRecord): Client {
  return clientAt(address, userAgent);
}

/** A browser at a usual address. */
export const aClient = clientAt('203.0.113.7', 'Mozilla/5.0');

/** A session of {@link aUser}, started at noon. It is valid for 30 days, and for 90 at most. */
export function aSession(differences: Partial<Session> = {}): Session {
  return {
    id: uuid(1001),
    userId: uuid(1),
    counter: 0,
    clientId: 'kinopolka',
    scope: null,
    client: recordOf(aClient),
    createdAt: new Date('2026-11-20T12:00:00.000Z'),
    lastUsedAt: new Date('2026-11-20T12:00:00.000Z'),
    idleExpiresAt: new Date('2026-12-20T12:00:00.000Z'),
    expiresAt: new Date('2027-02-18T12:00:00.000Z'),
    ...differences,
  };
}
