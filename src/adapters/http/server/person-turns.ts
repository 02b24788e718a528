import type { Response } from 'express';
import type { Owner } from '../../../application/shared/fair-queue.ts';
import { Turns } from './turns.ts';

/**
 * Requests of one person at once. A change waits for the lock of its person's row, and holds a connection meanwhile.
 */
const AT_ONCE = 3;
/** Waiting requests of one person: enough for a burst of a hundred requests to be served completely. */
const WAITING = 256;
const LONGEST_WAIT_MS = 5_000;

/**
 * Runs only a few requests of one person at once that may hold a database connection for long. Further requests of that
 * person wait without a connection. Nobody waits for another person.
 */
export class PersonTurns {
  private readonly turns = new Turns({ atOnce: Infinity, ofOnePerson: AT_ONCE, waitingOfOne: WAITING });

  /** @returns a function that ends the turn, or `undefined` when the client has disconnected @throws ServerBusy */
  async take(owner: Owner, res: Response): Promise<(() => void) | undefined> {
    if (res.closed) return undefined;
    const left = new AbortController();
    const leave = () => left.abort();
    res.once('close', leave);
    try {
      const release = await this.turns.take(owner, left.signal, LONGEST_WAIT_MS);
      if (!res.closed) return () => release(0);
      release(0);
      return undefined;
    } finally {
      res.off('close', leave);
    }
  }
}
