import type { Response } from 'express';
import type { Owner } from '../../../application/shared/fair-queue.ts';
import { Turns } from './turns.ts';

/**
 * Maximum number of running requests of one person. A change holds a connection while it waits for the lock of its
 * person's row.
 */
const AT_ONCE = 3;
/** Waiting requests of one person: enough for a burst of a hundred requests to be served completely. */
const WAITING = 256;
const LONGEST_WAIT_MS = 5_000;

/**
 * Limits the running requests of one person that may hold a database connection for long. Further ones wait without a
 * connection. Nobody waits for another person.
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
