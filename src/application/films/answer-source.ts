import type { AnsweredFrom, Metrics } from '../shared/ports/metrics.ts';

/** An answer with its source. */
export type FromSource = { readonly from: Exclude<AnsweredFrom, 'nowhere'> };

/** Counts the answer by source. A question that fails counts as `nowhere`. */
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
