import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { GetMovie } from '../../../application/films/get-movie.ts';
import { ListMovies } from '../../../application/films/list-movies.ts';
import { MAX_SEARCH_PAGES, SEARCH_PAGE_SIZE } from '../../../application/films/ports/film-source.ts';
import { SearchMovies } from '../../../application/films/search-movies.ts';
import { given } from '../../../domain/shared/given.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { writeMovie, writePreview } from './movie.view.ts';
import { getMovieRoute, listMoviesRoute, searchMoviesRoute } from './movies.routes.ts';

@controller('/')
export class MoviesController {
  constructor(
    @inject(SearchMovies) private readonly searchMovies: SearchMovies,
    @inject(ListMovies) private readonly listMovies: ListMovies,
    @inject(GetMovie) private readonly getMovie: GetMovie,
  ) {}

  @route(searchMoviesRoute)
  async search({
    actor,
    client,
    query,
  }: InputOf<typeof searchMoviesRoute>): Promise<AnswerOf<typeof searchMoviesRoute>> {
    const { movies, total, ...source } = await this.searchMovies.execute(actor, { ...query, client });
    return {
      status: 200,
      headers: sourceHeaders(source),
      page: { page: query.page, perPage: SEARCH_PAGE_SIZE, total, maxPages: MAX_SEARCH_PAGES },
      body: movies.map(writePreview),
    };
  }

  @route(listMoviesRoute)
  async list({ actor, query }: InputOf<typeof listMoviesRoute>): Promise<AnswerOf<typeof listMoviesRoute>> {
    const requested = pageRequest(query);
    const order = query.status === 'new' ? 'newest' : 'stored';
    const filter = given({ order, genreId: query.genre_id, directorId: query.director_id, year: query.year });
    return listAnswer(await this.listMovies.execute(actor, { filter, ...requested }), requested, writeMovie);
  }

  @route(getMovieRoute)
  async get({ actor, client, params, query }: InputOf<typeof getMovieRoute>): Promise<AnswerOf<typeof getMovieRoute>> {
    const { teaser = false } = query;
    const shown = await this.getMovie.execute(actor, { kinopoiskId: params.kinopoisk_id, client, teaser });
    return { status: 200, headers: sourceHeaders(shown), body: writeMovie(shown) };
  }
}

type SourceHeaders = { readonly 'Film-Source': string; readonly Age?: string };

function sourceHeaders({ from, ageSeconds }: { from: string; ageSeconds?: number }): SourceHeaders {
  return { 'Film-Source': from, ...(ageSeconds !== undefined && { Age: String(ageSeconds) }) };
}
