import type { ListProgress } from '../../../domain/films/film-lists.ts';

/** How far the lists of the film source are read, for one worker at a time. */
export interface FilmListRepository {
  /** Takes the lease, or renews it, for five minutes. @returns false while another worker, of any instance, has it */
  lease(worker: string, now: Date): Promise<boolean>;

  /** Of all lists that were ever read, in any order. */
  progress(): Promise<readonly ListProgress[]>;

  /** Stores the progress of one list. @returns false when the worker has lost the lease; then nothing is stored */
  save(worker: string, progress: ListProgress, now: Date): Promise<boolean>;
}
