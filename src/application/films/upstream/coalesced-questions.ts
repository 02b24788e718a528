import { limitKey } from '../../../domain/access/actor.ts';
import { didTakePlace } from '../../shared/paid-work.ts';
import { RequestCoalescer } from '../../shared/request-coalescer.ts';
import type { SourceCall } from '../ports/film-source.ts';
import { FilmSourceRateLimited, isFilmSourceFailure } from '../ports/film-source.ts';
import type { Asker, CallShares } from './call-shares.ts';

/**
 * How to ask the source. `isInVain`: the question counts as a guess unless the answer shows that it was not in vain.
 */
export type Putting<Answer> = {
  readonly put: (call: SourceCall) => Promise<Answer>;
  readonly isInVain?: (answer: Answer) => boolean;
};

/**
 * As many as can be answered before the last of them is too late. More are refused before they cost a statement: somebody
 * who asks for hundreds a second must not take the database from others.
 */
const MAX_QUESTIONS_OF_ONE = 40;
const RETRY_AFTER_SECONDS = 2;

/**
 * Questions of waiting users that only the film source can answer. Equal concurrent questions are coalesced into one
 * call. Each asker has a share of calls. Joining a running question is free, and so is a question refused without a
 * call.
 */
export class CoalescedQuestions<Answer> {
  private readonly questions = new RequestCoalescer<Answer>();
  private readonly payments = new RequestCoalescer<unknown>();
  private readonly asked = new QuestionsOfPeople();

  constructor(private readonly shares: CallShares) {}

  /**
   * @throws TooManyRequests when the asker's share is used up, FilmSourceRateLimited when too many of their questions wait;
   * any error of `put`
   */
  async ask(question: string, asker: Asker, putting: Putting<Answer>): Promise<Answer> {
    const call = this.shares.callOf(asker);
    const flight = this.joinable(question, call);
    if (this.questions.isUnderWay(flight)) return this.questions.run(flight, () => putting.put(call));
    const leave = this.asked.enter(limitKey(asker.actor, asker.client), question);
    try {
      return await this.payAndAsk(question, { asker, call }, putting);
    } finally {
      leave();
    }
  }

  private async payAndAsk(
    question: string,
    { asker, call }: { asker: Asker; call: SourceCall },
    { put, isInVain }: Putting<Answer>,
  ): Promise<Answer> {
    let hasGuessed = false;
    await this.payments.run(`${limitKey(asker.actor, asker.client)} ${question}`, async () => {
      hasGuessed = await this.pay(asker, isInVain !== undefined);
    });
    let wasInVain = false;
    try {
      const answer = await this.questions.run(this.joinable(question, call), () => put(call));
      wasInVain = isInVain?.(answer) ?? false;
      return answer;
    } catch (failure) {
      if (isFilmSourceFailure(failure) && !didTakePlace(failure)) await this.shares.giveBackQuestion(asker);
      throw failure;
    } finally {
      if (hasGuessed && !wasInVain) await this.shares.giveBackGuess(asker);
    }
  }

  /** Newcomers' questions may be refused where others' are not, so other users never join a newcomer's question. */
  private joinable(question: string, { purpose }: SourceCall): string {
    const ofOthers = `asked ${question}`;
    return this.questions.isUnderWay(ofOthers) ? ofOthers : `${purpose} ${question}`;
  }

  private async pay(asker: Asker, isGuess: boolean): Promise<boolean> {
    if (isGuess) await this.shares.takeGuess(asker);
    try {
      await this.shares.takeQuestion(asker);
    } catch (refusal) {
      if (isGuess) await this.shares.giveBackGuess(asker);
      throw refusal;
    }
    return isGuess;
  }
}

/** The questions under way of each person, equal ones once. */
class QuestionsOfPeople {
  private readonly people = new Map<string, Map<string, number>>();

  /** @returns what ends the question @throws FilmSourceRateLimited when the person has too many others */
  enter(person: string, question: string): () => void {
    const questions = this.people.get(person) ?? new Map<string, number>();
    if (!questions.has(question) && questions.size >= MAX_QUESTIONS_OF_ONE)
      throw new FilmSourceRateLimited({ retryAfterSeconds: RETRY_AFTER_SECONDS });
    this.people.set(person, questions.set(question, (questions.get(question) ?? 0) + 1));
    return () => {
      const others = (questions.get(question) ?? 0) - 1;
      if (others > 0) questions.set(question, others);
      else questions.delete(question);
      if (questions.size === 0) this.people.delete(person);
    };
  }
}
