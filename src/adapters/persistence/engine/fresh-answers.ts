import { LRUCache } from 'lru-cache';

/** How old an answer may be: after this time a change made by another process shows. */
const FRESH_MS = 2_000;

/** `maxSize`: of all answers together, each of which counts 1 and its `sizeOf`. */
type Bounds<Answer> = { readonly maxSize: number; readonly sizeOf?: (answer: Answer) => number };

/**
 * Caches answers of the database that are the same for all callers, for two seconds. It needs no notifications: a
 * change by another instance, an older version or an operator shows after that time. Concurrent callers of the same
 * question share one read.
 */
export class FreshAnswers<Answer extends object | number> {
  private readonly answers: LRUCache<string, Answer, () => Promise<Answer>>;

  constructor({ maxSize, sizeOf = () => 0 }: Bounds<Answer>) {
    this.answers = new LRUCache<string, Answer, () => Promise<Answer>>({
      maxSize,
      sizeCalculation: (answer) => 1 + sizeOf(answer),
      ttl: FRESH_MS,
      // An answer that is purged while it is read is returned to the callers that already wait, but not cached.
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
  async to(question: string, read: () => Promise<Answer>): Promise<Answer> {
    return this.answers.get(question) ?? this.answers.forceFetch(question, { context: read });
  }

  /** To be called after a change by this instance, so that it shows at once. */
  forget(): void {
    this.answers.clear();
  }
}
