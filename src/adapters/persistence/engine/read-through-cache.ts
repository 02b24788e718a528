import { LRUCache } from 'lru-cache';

/** How old an answer may be: after this time a change made by another process shows. */
const FRESH_MS = 2_000;

/** `maxSize`: of all answers together, each of which counts 1 and its `sizeOf`. */
type Bounds<Answer> = { readonly maxSize: number; readonly sizeOf?: (answer: Answer) => number };

/**
 * Results of queries that are the same for everybody, in memory for two seconds. A change of the tables by another
 * instance, an older version or an operator shows after that time at the latest, and needs no channel that could fail.
 * Callers who ask for the same result at the same time share one read.
 */
export class ReadThroughCache<Answer extends object | number> {
  private readonly answers: LRUCache<string, Answer, () => Promise<Answer>>;

  constructor({ maxSize, sizeOf = () => 0 }: Bounds<Answer>) {
    this.answers = new LRUCache<string, Answer, () => Promise<Answer>>({
      maxSize,
      sizeCalculation: (answer) => 1 + sizeOf(answer),
      ttl: FRESH_MS,
      // An answer that was being read when it was forgotten still goes to those who asked before, and is not kept.
      ignoreFetchAbort: true,
      fetchMethod: async (_question, _outdated, { context: read, options }) => {
        const startedMs = performance.now();
        const answer = await read();
        options.ttl = Math.max(1, FRESH_MS - (performance.now() - startedMs));
        return answer;
      },
    });
  }

  /** @throws any error of `read`, which is not kept */
  async get(question: string, read: () => Promise<Answer>): Promise<Answer> {
    return this.answers.get(question) ?? this.answers.forceFetch(question, { context: read });
  }

  /** After a change by this instance, which shows at once. */
  clear(): void {
    this.answers.clear();
  }
}
