import type { Clock } from '../../../application/shared/ports/clock.ts';
import { PermissionDenied } from '../../../domain/access/actor.ts';
import type { Rights } from '../../../domain/access/rights.ts';
import { seesAsMuch } from '../../../domain/access/rights.ts';

/** How long an authorization is valid for a request that goes on. */
const VALID_MS = 1_000;

/** Authorizes a request again while it goes on, because a client that reads or sends slowly can make it last long. */
export class LastingRights {
  private checkedMs: number;

  constructor(
    private readonly begun: Rights,
    /** Authorizes the request. @throws as it does for a new one */
    private readonly authorizeAgain: () => Promise<Rights>,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {
    this.checkedMs = clock.monotonicMs();
  }

  /**
   * Takes no time if the last authorization is recent. @throws PermissionDenied when the caller may see less than when
   * the request began; as authorization does
   */
  async check(): Promise<void> {
    if (this.clock.monotonicMs() - this.checkedMs >= VALID_MS) await this.checkNow();
  }

  /** The bytes, as long as the caller may send them, and their end only if the caller still may. */
  async *whileSent(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of bytes) {
      await this.check();
      yield chunk;
    }
    await this.checkNow();
  }

  private async checkNow(): Promise<void> {
    const startedMs = this.clock.monotonicMs();
    if (!seesAsMuch(await this.authorizeAgain(), this.begun)) throw new PermissionDenied();
    this.checkedMs = startedMs;
  }
}
