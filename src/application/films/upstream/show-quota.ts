import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeService } from '../../../domain/access/actor.ts';
import type { ListProgress } from '../../../domain/films/film-lists.ts';
import { filmLists } from '../../../domain/films/film-lists.ts';
import type { CallPurpose, Quota } from '../../../domain/films/quota-day.ts';
import { CALL_PURPOSES, callsFor, secondsUntilNextQuotaDay } from '../../../domain/films/quota-day.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ApiQuota } from '../ports/api-quota.ts';
import type { FilmListRepository } from '../ports/film-list-repository.ts';
import type { MovieRepository } from '../ports/movie-repository.ts';

/**
 * The use of the day's calls. `left`: calls that each purpose may still make now. `films`: number of films in the
 * catalogue. `lists`: all lists in the order in which they are read; `progress`: `undefined` for a list that was never
 * read.
 */
export type QuotaUse = {
  readonly quota: Quota;
  readonly left: Readonly<Record<CallPurpose, number>>;
  readonly secondsUntilNextDay: number;
  readonly films: number;
  readonly lists: readonly { readonly list: string; readonly progress: ListProgress | undefined }[];
};

/** Shows the operator how the day's calls are used, and how far the catalogue is filled. @throws PermissionDenied */
export class ShowQuota {
  static readonly operation = declareOperation('showQuota', 'service');

  constructor(
    private readonly apiQuota: ApiQuota,
    private readonly lists: FilmListRepository,
    private readonly movies: MovieRepository,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Actor): Promise<QuotaUse> {
    authorizeService(actor);
    const now = this.clock.now();
    const [quota, known, films] = await Promise.all([
      this.apiQuota.quota(now),
      this.lists.progress(),
      this.movies.count(),
    ]);
    const left = CALL_PURPOSES.map((purpose) => [purpose, callsFor(purpose, quota, now)] as const);
    return {
      quota,
      left: Object.fromEntries(left) as QuotaUse['left'],
      secondsUntilNextDay: secondsUntilNextQuotaDay(now),
      films,
      lists: filmLists(now).map((list) => ({ list, progress: known.find((each) => each.list === list) })),
    };
  }
}
