import type { Actor } from '../../../domain/access/actor.ts';
import { authorizeService } from '../../../domain/access/actor.ts';
import type { FilmList, ListPage } from '../../../domain/films/film-lists.ts';
import type { CallPurpose } from '../../../domain/films/quota-day.ts';
import { declareOperation } from '../../shared/operation.ts';
import type { Metrics } from '../../shared/ports/metrics.ts';
import type { FilmSource } from '../ports/film-source.ts';
import { SERVICE_ITSELF } from '../ports/film-source.ts';
import type { MovieRepository } from '../ports/movie-repository.ts';

/**
 * Stores the films of one page of a list, for the service itself. For known films, it only adds missing values.
 * @throws PermissionDenied, FilmSourceFailure
 */
export class WarmCatalogue {
  static readonly operation = declareOperation('warmCatalogue', 'service');

  constructor(
    private readonly source: FilmSource,
    private readonly movies: MovieRepository,
    private readonly metrics: Metrics,
  ) {}

  async execute(
    actor: Actor,
    { list, page, purpose }: { list: FilmList; page: number; purpose: CallPurpose },
  ): Promise<ListPage> {
    authorizeService(actor);
    const { films, pages } = await this.source.listed(list, page, { purpose, owner: SERVICE_ITSELF });
    const known = await this.movies.findAll(films.map(({ kinopoiskId }) => kinopoiskId));
    await this.movies.save(films);
    const added = films.length - known.length;
    this.count('added', added);
    this.count('known', known.length);
    return { films: films.length, added, pages };
  }

  private count(outcome: 'added' | 'known', films: number): void {
    for (let film = 0; film < films; film++) this.metrics.count('catalogue_warming_films_total', { outcome });
  }
}
