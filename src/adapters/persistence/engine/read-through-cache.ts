import { LRUCache } from 'lru-cache';
import { RequestCoalescer } from '../../../application/shared/request-coalescer.ts';
import type { WhoseStatement } from './sql-runner.ts';

/** Maximum age of an answer. After this time, a change by another process is visible. */
const FRESH_MS = 2_000;

/**
 * `maxSize`: the maximum size of all answers together. The size of an answer is 1 plus its `sizeOf`. `whose`: returns the
 * owner of a read.
 */
type Options<Answer> = {
  readonly maxSize: number;
  readonly sizeOf?: (answer: Answer) => number;
  readonly whose: WhoseStatement;
};

/**
 * Caches results of queries that are the same for everybody for two seconds. A change of the tables by another
 * instance, an older version or an operator is visible after that time at the latest, without a notification that could
 * be lost. Callers of one address who ask for the same result at the same time share one read. Callers of different
 * addresses do not: a read waits behind all other statements of its address, which may be a thousand.
 */
export class ReadThroughCache<Answer extends object | number> {
  private readonly answers: LRUCache<string, Answer>;
  private readonly reads = new RequestCoalescer<Answer>();
  private readonly whose: WhoseStatement;
  /** Number of calls of `clear`. */
  private clears = 0;

  constructor({ maxSize, sizeOf = () => 0, whose }: Options<Answer>) {
    this.answers = new LRUCache<string, Answer>({ maxSize, sizeCalculation: (answer) => 1 + sizeOf(answer) });
    this.whose = whose;
  }

  /** @throws any error of `read`; errors are not cached */
  async get(question: string, read: () => Promise<Answer>): Promise<Answer> {
    return this.answers.get(question) ?? this.readTogether(question, read);
  }

  private async readTogether(question: string, read: () => Promise<Answer>): Promise<Answer> {
    const reader = `${this.clears} ${this.whose().address}`;
    return this.reads.run(`${reader} ${question}`, () => this.readNow(question, read));
  }

  /** Call it after a change by this instance, so that the change is visible at once. */
  clear(): void {
    this.clears += 1;
    this.answers.clear();
  }

  /** If the cache is cleared during the read, the answer goes to those who asked before, and is not cached. */
  private async readNow(question: string, read: () => Promise<Answer>): Promise<Answer> {
    const [startedMs, clearsBefore] = [performance.now(), this.clears];
    const answer = await read();
    const ttl = Math.max(1, FRESH_MS - (performance.now() - startedMs));
    if (this.clears === clearsBefore) this.answers.set(question, answer, { ttl });
    return answer;
  }
}
