import type { RefusedLogin } from '../../domain/sessions/login-event.ts';
import type { User } from '../../domain/accounts/user.ts';
import type { LoginHistory } from './ports/login-history.ts';
import { StorageUnavailable } from '../shared/ports/storage.ts';

const MOST_PENDING = 10_000;
const WRITTEN_AT_ONCE = 500;

/**
 * Refused log-ins on their way to the history. They are written behind the answer, all that came in a second together, for
 * the time that a write takes would tell whether there is such an account (ADR 0019). Bounded; a process that is killed
 * loses the last second of them.
 */
export class RefusedLogins {
  private pending: RefusedLogin[] = [];
  private leftOut = 0;

  constructor(private readonly history: LoginHistory) {}

  note(attempt: RefusedLogin): void {
    if (this.pending.length < MOST_PENDING) this.pending.push(attempt);
    else this.leftOut += 1;
  }

  /** Everything noted so far. What cannot be stored now is kept for the next time. @throws StorageUnavailable */
  async write(): Promise<void> {
    while (this.pending.length > 0) await this.store(this.pending.splice(0, WRITTEN_AT_ONCE));
    const leftOut = this.leftOut;
    this.leftOut = 0;
    if (leftOut > 0) throw new Error(`${leftOut} refused log-ins are missing in the history: too many at once`);
  }

  /**
   * Those of one account, whose owner wants to see them now. Others stay where they are: a caller who could have them
   * written would see by the time it takes whether those accounts exist.
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
      // Anything else would fail the same the next time, and keep all others waiting.
      if (failure instanceof StorageUnavailable) this.pending = [...attempts, ...this.pending].slice(0, MOST_PENDING);
      throw failure;
    }
  }
}
