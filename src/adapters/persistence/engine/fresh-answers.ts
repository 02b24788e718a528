import { LRUCache } from 'lru-cache';

/** How old an answer may be: after this time a change made by another process shows. */
const FRESH_MS = 2_000;

/** `maxSize`: of all answers together, each of which counts 1 and its `sizeOf`. */
type Bounds<Answer> = { readonly maxSize: number; readonly sizeOf?: (answer: Answer) => number };

/**
 * Answers of the database that are shared by everybody, from memory for two seconds. Whoever changes the tables, another
 * instance, an older version or an operator: answers are no more behind than that, and no channel can fail. Callers who
 * ask the same meanwhile share one read.
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
