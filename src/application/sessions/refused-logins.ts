import type { User } from '../../domain/accounts/user.ts';
import type { RefusedLogin } from '../../domain/sessions/login-event.ts';
import { StorageUnavailable } from '../shared/ports/storage.ts';
import type { LoginHistory } from './ports/login-history.ts';

const MOST_PENDING = 10_000;
const WRITTEN_AT_ONCE = 500;

/**
 * Buffers refused log-ins for the history. They are written after the answer, in batches of one second, because the
 * time of a write would reveal whether the account exists (ADR 0019). The buffer is bounded. If the process is killed,
 * the last second is lost.
 */
export class RefusedLogins {
  private pending: RefusedLogin[] = [];
  private leftOut = 0;

  constructor(private readonly history: LoginHistory) {}

  note(attempt: RefusedLogin): void {
    if (this.pending.length < MOST_PENDING) this.pending.push(attempt);
    else this.leftOut += 1;
  }

  /** Writes all buffered attempts. Those that cannot be stored now stay in the buffer. @throws StorageUnavailable */
  async write(): Promise<void> {
    while (this.pending.length > 0) await this.store(this.pending.splice(0, WRITTEN_AT_ONCE));
    const leftOut = this.leftOut;
    this.leftOut = 0;
    if (leftOut > 0) throw new Error(`${leftOut} refused log-ins were dropped from the history: too many at once`);
  }

  /**
   * Writes the attempts at one account, whose owner is about to read them. Others stay buffered: a caller who could
   * flush them would learn from the timing whether those accounts exist.
   */
  async writeThoseOf({ username, email }: Pick<User, 'username' | 'email'>): Promise<void> {
    const isTheirs = ({ name }: RefusedLogin) =>
      'username' in name ? name.username === username : name.email === email;
    const theirs = this.pending.filter(isTheirs);
    if (theirs.length === 0) return;
    this.pending = this.pending.filter((attempt) => !isTheirs(attempt));
    await this.store(theirs);
  }

  private async store(attempts: readonly RefusedLogin[]): Promise<void> {
    try {
      await this.history.addRefused(attempts);
    } catch (failure) {
      // After any other failure, the same attempts would fail again and block all others.
      if (failure instanceof StorageUnavailable) this.pending = [...attempts, ...this.pending].slice(0, MOST_PENDING);
      throw failure;
    }
  }
}
