import type { Response } from 'express';
import type { Owner } from '../../../application/shared/fair-queue.ts';
import { Turns } from './turns.ts';

/** Changes wait for the lock of one row, their person's, and keep a connection of the database meanwhile. */
const AT_ONCE = 3;
/** A burst of a hundred requests for the same film is served whole. */
const WAITING = 256;
const LONGEST_WAIT_MS = 5_000;

/**
 * Lets one person have a few requests under way at once that may hold a connection for long; the others of that person
 * wait, without one. Nobody waits for somebody else.
 */
export class PersonTurns {
  private readonly turns = new Turns({ atOnce: Infinity, ofOnePerson: AT_ONCE, waitingOfOne: WAITING });

  /** @returns what gives the turn back, or `undefined` when nobody is there to answer any more @throws ServerBusy */
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
