import { LRUCache } from 'lru-cache';

/** Maximum age of an answer. After this time, a change by another process is visible. */
const FRESH_MS = 2_000;

/** `maxSize`: the maximum size of all answers together. The size of an answer is 1 plus its `sizeOf`. */
type Bounds<Answer> = { readonly maxSize: number; readonly sizeOf?: (answer: Answer) => number };

/**
 * Caches results of queries that are the same for everybody for two seconds. A change of the tables by another
 * instance, an older version or an operator is visible after that time at the latest, without a notification that could
 * be lost. Callers who ask for the same result at the same time share one read.
 */
export class ReadThroughCache<Answer extends object | number> {
  private readonly answers: LRUCache<string, Answer, () => Promise<Answer>>;

  constructor({ maxSize, sizeOf = () => 0 }: Bounds<Answer>) {
    this.answers = new LRUCache<string, Answer, () => Promise<Answer>>({
      maxSize,
      sizeCalculation: (answer) => 1 + sizeOf(answer),
      ttl: FRESH_MS,
      // If the cache is cleared during a read, the answer still goes to those who asked before, and is not cached.
      ignoreFetchAbort: true,
      fetchMethod: async (_question, _outdated, { context: read, options }) => {
        const startedMs = performance.now();
        const answer = await read();
        options.ttl = Math.max(1, FRESH_MS - (performance.now() - startedMs));
        return answer;
      },
    });
  }

  /** @throws any error of `read`; errors are not cached */
  async get(question: string, read: () => Promise<Answer>): Promise<Answer> {
    return this.answers.get(question) ?? this.answers.forceFetch(question, { context: read });
  }

  /** Call it after a change by this instance, so that the change is visible at once. */
  clear(): void {
    this.answers.clear();
  }
}
