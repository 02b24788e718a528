import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { GetDirector } from '../../../application/films/get-director.ts';
import { GetGenre } from '../../../application/films/get-genre.ts';
import { ListDirectors } from '../../../application/films/list-directors.ts';
import { ListGenres } from '../../../application/films/list-genres.ts';
import type { Director, Genre } from '../../../domain/films/movie.ts';
import { pageRequest, sharedListAnswer } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { getDirectorRoute, getGenreRoute, listDirectorsRoute, listGenresRoute } from './catalogue.routes.ts';

const namedAnswer = sharedListAnswer(toNamedView);

@controller('/')
export class CatalogueController {
  constructor(
    @inject(ListGenres) private readonly listGenres: ListGenres,
    @inject(GetGenre) private readonly getGenre: GetGenre,
    @inject(ListDirectors) private readonly listDirectors: ListDirectors,
    @inject(GetDirector) private readonly getDirector: GetDirector,
  ) {}

  @route(listGenresRoute)
  async genres({ actor, query }: InputOf<typeof listGenresRoute>): Promise<AnswerOf<typeof listGenresRoute>> {
    const requested = pageRequest(query);
    return namedAnswer(await this.listGenres.execute(actor, requested), requested);
  }

  @route(getGenreRoute)
  async genre({ actor, params }: InputOf<typeof getGenreRoute>): Promise<AnswerOf<typeof getGenreRoute>> {
    return { status: 200, body: toNamedView(await this.getGenre.execute(actor, params)) };
  }

  @route(listDirectorsRoute)
  async directors({ actor, query }: InputOf<typeof listDirectorsRoute>): Promise<AnswerOf<typeof listDirectorsRoute>> {
    const requested = pageRequest(query);
    return namedAnswer(await this.listDirectors.execute(actor, requested), requested);
  }

  @route(getDirectorRoute)
  async director({ actor, params }: InputOf<typeof getDirectorRoute>): Promise<AnswerOf<typeof getDirectorRoute>> {
    return { status: 200, body: toNamedView(await this.getDirector.execute(actor, params)) };
  }
}

function toNamedView({ id, name }: Genre | Director): { id: number; name: string } {
  return { id, name };
}
