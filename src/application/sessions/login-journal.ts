import type { LoginName, UserId } from '../../domain/accounts/user.ts';
import type { RefusedLogin } from '../../domain/sessions/login-event.ts';
import type { Client, SessionId } from '../../domain/sessions/session.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { IdGenerator } from '../shared/ports/id-generator.ts';
import type { Metrics } from '../shared/ports/metrics.ts';
import type { LoginHistory } from './ports/login-history.ts';
import type { RefusedLogins } from './refused-logins.ts';

/** Who tries to log in. `name`: `undefined` when no account can have the typed login. */
export type Applicant = { readonly name: LoginName | undefined; readonly client: Client };

/** Counts attempts to log in by their outcome, and writes them to the history. */
export class LoginJournal {
  constructor(
    private readonly history: LoginHistory,
    private readonly refused: RefusedLogins,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Whether the owner of the name has logged in, or registered, from this address before. */
  async isFamiliar({ name, client }: Applicant): Promise<boolean> {
    return name !== undefined && this.history.isFamiliar(name, client.address.block);
  }

  /** The history is written after the answer, or not at all if `isRemembered` is false. */
  refuse({ name, client }: Applicant, outcome: RefusedLogin['outcome'], isRemembered = true): void {
    this.metrics.count('auth_logins_total', { outcome });
    if (name && isRemembered) this.refused.note({ id: this.ids.next(), name, at: this.clock.now(), outcome, client });
  }

  /** `sessionId`: the id of the session that was started. If `isRemembered` is false, the history is not written. */
  async succeed(
    userId: UserId,
    { sessionId, client, isRemembered }: { sessionId: SessionId | null; client: Client; isRemembered: boolean },
  ): Promise<void> {
    this.metrics.count('auth_logins_total', { outcome: 'success' });
    if (!isRemembered) return;
    await this.history.add({
      ...{ id: this.ids.next(), at: this.clock.now(), outcome: 'success' },
      ...{ userId, sessionId, client },
    });
  }
}
