import { didTakePlace } from './paid-work.ts';
import { isFilmSourceFailure } from './ports/film-source.ts';
import type { RateLimiter } from './ports/rate-limiter.ts';
import { SingleFlight } from './single-flight.ts';

/**
 * Questions that somebody waits for and only the film source can answer. Equal ones at the same time are one. Each
 * asker has a share of them, so that nobody uses up the share of the others; to join a question is free, and so is one that
 * was refused without a call.
 */
export class AskedQuestions<Answer> {
  private readonly questions = new SingleFlight<Answer>();
  private readonly payments = new SingleFlight<unknown>();

  constructor(private readonly limiter: RateLimiter) {}

  /** `asker`: as `limitKey` gives it. @throws TooManyRequests when the share is used up; whatever `put` throws */
  async ask(question: string, asker: string, put: () => Promise<Answer>): Promise<Answer> {
    if (this.questions.isUnderWay(question)) return this.questions.run(question, put);
    await this.payments.run(`${asker} ${question}`, () => this.limiter.consume('kinopoisk', asker));
    return this.questions.run(question, () =>
      put().catch(async (failure: unknown) => {
        if (isFilmSourceFailure(failure) && !didTakePlace(failure)) await this.limiter.refund('kinopoisk', asker);
        throw failure;
      }),
    );
  }
}
