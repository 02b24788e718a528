import type { AnsweredFrom, Metrics } from '../shared/ports/metrics.ts';

/** An answer that says who gave it. */
export type FromSource = { readonly from: Exclude<AnsweredFrom, 'nowhere'> };

/** Counts who answered; a question that ends in a failure was answered by nobody. */
export async function counted<Answer extends FromSource>(
  metrics: Metrics,
  operation: 'film' | 'search',
  answer: Promise<Answer>,
): Promise<Answer> {
  const count = (from: AnsweredFrom) => metrics.count('film_source_answers_total', { operation, from });
  try {
    const given = await answer;
    count(given.from);
    return given;
  } catch (failure) {
    count('nowhere');
    throw failure;
  }
}
