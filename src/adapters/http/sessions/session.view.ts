import { z } from 'zod';
import type { LoginEvent } from '../../../domain/sessions/login-event.ts';
import { ACCOUNT_EVENTS } from '../../../domain/sessions/login-event.ts';
import type { Session } from '../../../domain/sessions/session.ts';
import { DEFAULT_CLIENT_ID } from '../../../domain/sessions/session.ts';
import { time } from '../input/schemas.ts';

const sessionId = z.uuid().meta({ example: '01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' });

const client = {
  ip: z.string().meta({ description: 'Address of the client', example: '203.0.113.7' }),
  user_agent: z.string().nullable().meta({ description: 'The `User-Agent` of the client', example: 'curl/8.14.1' }),
};

export const sessionView = z
  .object({
    id: sessionId.meta({ description: 'The `sid` claim of its tokens' }),
    current: z.boolean().meta({ description: 'Whether this is the session of the request', example: true }),
    client_id: z.string().meta({ description: 'The program that logged in', example: DEFAULT_CLIENT_ID }),
    scope: z
      .array(z.string())
      .nullable()
      .meta({ description: 'The permissions that the session is narrowed to', example: null }),
    ...client,
    created_at: time,
    last_used_at: time.meta({ description: 'When the session was last renewed' }),
    expires_at: time.meta({ description: 'When the session expires unless it is renewed' }),
  })
  .meta({ id: 'Session', description: 'A log-in on one device' });

export const loginView = z
  .object({
    at: time.meta({ description: 'When the attempt was made' }),
    outcome: z.enum(ACCOUNT_EVENTS).meta({
      description: '`registered` is the creation of the account; only the export contains it',
      example: 'success',
    }),
    ...client,
    session_id: sessionId.nullable().meta({ description: 'The session that began; `null` for a refused attempt' }),
  })
  .meta({ id: 'Login', description: 'An attempt to log in' });

export function toSessionView({ session, isCurrent }: { session: Session; isCurrent: boolean }) {
  return {
    id: session.id,
    current: isCurrent,
    client_id: session.clientId,
    scope: session.scope && [...session.scope],
    ip: session.client.address,
    user_agent: session.client.userAgent,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.idleExpiresAt.toISOString(),
  };
}

export function toLoginView(event: LoginEvent) {
  return {
    at: event.at.toISOString(),
    outcome: event.outcome,
    ip: event.client.address,
    user_agent: event.client.userAgent,
    session_id: event.sessionId,
  };
}
