import { limitKey } from '../../../domain/access/actor.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Asker } from './call-shares.ts';

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 1_000;

/** Recent questions of each person to this instance. */
export class RepeatedQuestions {
  /** The oldest first. */
  private readonly askedAtMs = new Map<string, number>();

  constructor(private readonly clock: Pick<Clock, 'monotonicMs'>) {}

  /** Whether the same person asked the same question within the last minute. Also records the question. */
  isRepeated({ actor, client }: Asker, question: string): boolean {
    const [asked, nowMs] = [`${limitKey(actor, client)} ${question}`, this.clock.monotonicMs()];
    const isRepeated = nowMs - (this.askedAtMs.get(asked) ?? -Infinity) < REMEMBERED_MS;
    this.askedAtMs.delete(asked);
    this.askedAtMs.set(asked, nowMs);
    const [oldest] = this.askedAtMs.keys();
    if (this.askedAtMs.size > MOST_REMEMBERED && oldest !== undefined) this.askedAtMs.delete(oldest);
    return isRepeated;
  }
}
