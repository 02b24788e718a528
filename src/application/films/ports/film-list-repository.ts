import type { ListProgress } from '../../../domain/films/film-lists.ts';

/** The progress of reading the lists of the film source, for one worker at a time. */
export interface FilmListRepository {
  /** Takes the lease, or renews it, for five minutes. @returns false while another worker, of any instance, has it */
  lease(worker: string, now: Date): Promise<boolean>;

  /** The progress of all lists that were ever read, in any order. */
  progress(): Promise<readonly ListProgress[]>;

  /** Stores the progress of one list. @returns false when the worker has lost the lease; then nothing is stored */
  save(worker: string, progress: ListProgress, now: Date): Promise<boolean>;
}
