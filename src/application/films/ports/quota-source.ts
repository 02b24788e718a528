import type { Quota } from '../../../domain/films/quota-day.ts';

/** Knows how many calls of the day the film source counts. */
export interface QuotaSource {
  /** @returns `undefined` when the source sets no limit or does not tell @throws FilmSourceFailure */
  quota(): Promise<Quota | undefined>;
}
