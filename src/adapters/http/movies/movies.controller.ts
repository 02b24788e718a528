import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { MAX_SEARCH_PAGES, SEARCH_PAGE_SIZE } from '../../../application/ports/film-source.ts';
import { GetMovie } from '../../../application/use-cases/movies/get-movie.ts';
import { SearchMovies } from '../../../application/use-cases/movies/search-movies.ts';
import type { AnswerOf, InputOf } from '../route.ts';
import { route } from '../route-decorator.ts';
import { toMovieView, toPreviewView } from './movie.view.ts';
import { getMovieRoute, searchMoviesRoute } from './movies.routes.ts';

@controller('/')
export class MoviesController {
  constructor(
    @inject(SearchMovies) private readonly searchMovies: SearchMovies,
    @inject(GetMovie) private readonly getMovie: GetMovie,
  ) {}

  @route(searchMoviesRoute)
  async search({ actor, query }: InputOf<typeof searchMoviesRoute>): Promise<AnswerOf<typeof searchMoviesRoute>> {
    const { movies, total, from } = await this.searchMovies.execute(actor, query);
    return {
      status: 200,
      headers: { 'Film-Source': from },
      page: { page: query.page, perPage: SEARCH_PAGE_SIZE, total, maxPages: MAX_SEARCH_PAGES },
      body: movies.map(toPreviewView),
    };
  }

  @route(getMovieRoute)
  async get({ actor, params }: InputOf<typeof getMovieRoute>): Promise<AnswerOf<typeof getMovieRoute>> {
    const movie = await this.getMovie.execute(actor, { kinopoiskId: params.kinopoisk_id });
    return { status: 200, body: toMovieView(movie) };
  }
}
