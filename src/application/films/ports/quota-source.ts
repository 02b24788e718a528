import type { Quota } from '../../../domain/films/quota-day.ts';

/** The film source's own count of today's calls. */
export interface QuotaSource {
  /** @returns `undefined` when the source has no limit or does not report it @throws FilmSourceFailure */
  quota(): Promise<Quota | undefined>;
}
