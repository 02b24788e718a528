import type { Quota } from '../../../domain/films/quota-day.ts';

/** The film source's own count of today's calls. */
export interface QuotaSource {
  /** @returns `undefined` when the source sets no limit or does not tell @throws FilmSourceFailure */
  quota(): Promise<Quota | undefined>;
}
