import { LRUCache } from 'lru-cache';

/** How old an answer may be: after this time a change made by another process shows. */
const FRESH_MS = 2_000;

/** `maxSize`: of all answers together, each of which counts 1 and its `sizeOf`. */
type Bounds<Answer> = { readonly maxSize: number; readonly sizeOf?: (answer: Answer) => number };

/**
 * Keeps answers of the database, which are the same for everybody, in memory for two seconds. So an answer is at most two
 * seconds old, also after a change by another instance, an older version or an operator. Needs no notifications. Callers
 * who ask for the same at the same time share one read.
 */
export class FreshAnswers<Answer extends object | number> {
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
  async to(question: string, read: () => Promise<Answer>): Promise<Answer> {
    return this.answers.get(question) ?? this.answers.forceFetch(question, { context: read });
  }

  /** After a change by this instance, which shows at once. */
  forget(): void {
    this.answers.clear();
  }
}
