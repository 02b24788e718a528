import { limitKey } from '../../../domain/access/actor.ts';
import { didTakePlace } from '../../shared/paid-work.ts';
import type { TakenPoint } from '../../shared/ports/rate-limiter.ts';
import { RequestCoalescer } from '../../shared/request-coalescer.ts';
import type { SourceCall } from '../ports/film-source.ts';
import { FilmSourceRateLimited, isFilmSourceFailure } from '../ports/film-source.ts';
import type { Asker, CallShares } from './call-shares.ts';

/**
 * How to ask the source. `isImproving`: the catalogue has an answer that this one would improve. `isInVain`: whether
 * the answer shows that the id of the question belongs to no film. If this function is given, the question counts as a
 * guess.
 */
export type AskingSource<Answer> = {
  readonly fetch: (call: SourceCall) => Promise<Answer>;
  readonly isImproving?: boolean;
  readonly isInVain?: (answer: Answer) => boolean;
};

/** The points taken for a question. `guess` is empty unless its id may not exist. */
type Payment = { readonly question: readonly TakenPoint[]; readonly guess: readonly TakenPoint[] };

const RETRY_AFTER_SECONDS = 2;

/**
 * Questions of waiting users that only the film source can answer. Equal concurrent questions are coalesced into one
 * call. Each asker has a share of calls. Waiting for a running question costs nothing, and neither does a question that
 * is refused without a call.
 */
export class CoalescedQuestions<Answer> {
  private readonly questions = new RequestCoalescer<Answer>();
  private readonly payments = new RequestCoalescer<unknown>();
  private readonly asked: QuestionsOfPeople;
  /** The first asker of each question that is not answered yet. */
  private readonly firstAskers = new Map<string, string>();

  /**
   * `mostOfOne`: maximum number of unanswered questions of one person. This many can be answered in time. Further ones
   * are refused before any statement runs, so that a flood from one person does not slow the database down.
   */
  constructor(
    private readonly shares: CallShares,
    mostOfOne: number,
  ) {
    this.asked = new QuestionsOfPeople(mostOfOne);
  }

  /**
   * @throws TooManyRequests when the asker's share is used up, FilmSourceRateLimited when too many of their questions
   * wait; any error of `fetch`
   */
  async ask(question: string, asker: Asker, asking: AskingSource<Answer>): Promise<Answer> {
    const call = this.callOf(asker, asking);
    const person = limitKey(asker.actor, asker.client);
    const joined = await this.join(question, call, person);
    if (joined) return joined.answer;
    const leave = this.asked.enter(person, question);
    try {
      return await this.payAndAsk(question, { asker, call }, asking);
    } finally {
      leave();
    }
  }

  private async payAndAsk(
    question: string,
    { asker, call }: { asker: Asker; call: SourceCall },
    { fetch, isInVain }: AskingSource<Answer>,
  ): Promise<Answer> {
    // Only one of the equal questions that an asker sends at once pays, so only that one may be refunded.
    let paid: Payment = { question: [], guess: [] };
    await this.payments.run(`${limitKey(asker.actor, asker.client)} ${question}`, async () => {
      paid = await this.pay(asker, isInVain !== undefined);
    });
    let wasInVain = false;
    try {
      const person = limitKey(asker.actor, asker.client);
      const joining = this.join(question, call, person);
      const joined = joining && (await joining);
      const answer = joined ? joined.answer : await this.start(question, { call, person }, fetch);
      wasInVain = isInVain?.(answer) ?? false;
      return answer;
    } catch (failure) {
      // The source was not called.
      if (isFilmSourceFailure(failure) && !didTakePlace(failure)) await this.shares.giveBack(paid.question);
      throw failure;
    } finally {
      // A film has the id, or the source gave no answer.
      if (!wasInVain) await this.shares.giveBack(paid.guess);
    }
  }

  /**
   * The answer of an equal question that is running. Its calls count as those of the person who asked first. If it is
   * refused because that person has too many waiting calls, it resolves to `undefined` for all other people, and they
   * ask again.
   */
  private join(
    question: string,
    call: SourceCall,
    person: string,
  ): Promise<{ answer: Answer } | undefined> | undefined {
    const flight = this.joinable(question, call);
    const isOwn = this.firstAskers.get(flight) === person;
    return this.questions.underWay(flight)?.then(
      (answer) => ({ answer }),
      (failure: unknown) => {
        if (isOwn || !(failure instanceof FilmSourceRateLimited)) throw failure;
        return undefined;
      },
    );
  }

  private async start(
    question: string,
    { call, person }: { call: SourceCall; person: string },
    fetch: AskingSource<Answer>['fetch'],
  ): Promise<Answer> {
    const flight = this.joinable(question, call);
    return this.questions.run(flight, async () => {
      this.firstAskers.set(flight, person);
      return fetch(call).finally(() => this.firstAskers.delete(flight));
    });
  }

  private callOf(asker: Asker, { isImproving = false }: AskingSource<Answer>): SourceCall {
    const call = this.shares.callOf(asker);
    return isImproving ? { ...call, purpose: 'improving' } : call;
  }

  /**
   * A question of a newcomer, or one that improves an answer, may be refused when an equal question of another kind
   * would not be. So questions of different kinds do not share a call.
   */
  private joinable(question: string, { purpose }: SourceCall): string {
    const ofOthers = `asked ${question}`;
    return this.questions.isUnderWay(ofOthers) ? ofOthers : `${purpose} ${question}`;
  }

  private async pay(asker: Asker, isGuess: boolean): Promise<Payment> {
    const guess = isGuess ? await this.shares.takeGuess(asker) : [];
    try {
      return { guess, question: await this.shares.takeQuestion(asker) };
    } catch (refusal) {
      await this.shares.giveBack(guess);
      throw refusal;
    }
  }
}

/** The unanswered questions of each person. Equal ones count once. */
class QuestionsOfPeople {
  private readonly people = new Map<string, Map<string, number>>();

  constructor(private readonly mostOfOne: number) {}

  /**
   * @returns a function to call when the question has ended @throws FilmSourceRateLimited when the person has too many
   * other questions
   */
  enter(person: string, question: string): () => void {
    const questions = this.people.get(person) ?? new Map<string, number>();
    if (!questions.has(question) && questions.size >= this.mostOfOne)
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
