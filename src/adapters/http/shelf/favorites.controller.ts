import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { AddFavoriteMovie } from '../../../application/shelf/add-favorite-movie.ts';
import { ChangeFavoriteMovie } from '../../../application/shelf/change-favorite-movie.ts';
import { ListFavoriteMovies } from '../../../application/shelf/list-favorite-movies.ts';
import { RemoveFavoriteMovie } from '../../../application/shelf/remove-favorite-movie.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import type { Client } from '../../../domain/sessions/session.ts';
import { given } from '../../../domain/shared/given.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toFavoriteView, writeFavorite } from './favorite.view.ts';
import {
  addFavoriteByPathRoute,
  addFavoriteRoute,
  changeFavoriteRoute,
  listFavoritesRoute,
  removeFavoriteRoute,
} from './shelf.routes.ts';

@controller('/')
export class FavoritesController {
  constructor(
    @inject(AddFavoriteMovie) private readonly addFavorite: AddFavoriteMovie,
    @inject(ListFavoriteMovies) private readonly listFavorites: ListFavoriteMovies,
    @inject(ChangeFavoriteMovie) private readonly changeFavorite: ChangeFavoriteMovie,
    @inject(RemoveFavoriteMovie) private readonly removeFavorite: RemoveFavoriteMovie,
  ) {}

  @route(addFavoriteRoute)
  async add({ actor, client, body }: InputOf<typeof addFavoriteRoute>): Promise<AnswerOf<typeof addFavoriteRoute>> {
    return this.addToShelf(actor, { client, kinopoiskId: body.kinopoisk_id });
  }

  @route(addFavoriteByPathRoute)
  async addByPath({
    actor,
    client,
    params,
  }: InputOf<typeof addFavoriteByPathRoute>): Promise<AnswerOf<typeof addFavoriteByPathRoute>> {
    return this.addToShelf(actor, { client, kinopoiskId: params.kinopoisk_id });
  }

  @route(listFavoritesRoute)
  async list({ actor, query }: InputOf<typeof listFavoritesRoute>): Promise<AnswerOf<typeof listFavoritesRoute>> {
    const requested = pageRequest(query);
    const { sort, kinopoisk_id: kinopoiskIds, genre_id: genreId, query: words, watched } = query;
    const filter = given({ sort, kinopoiskIds, genreId, query: words, watched });
    return listAnswer(await this.listFavorites.execute(actor, { filter, ...requested }), requested, writeFavorite);
  }

  @route(changeFavoriteRoute)
  async change({
    actor,
    params,
    body,
  }: InputOf<typeof changeFavoriteRoute>): Promise<AnswerOf<typeof changeFavoriteRoute>> {
    const changes = given({ note: body.note, userRating: body.user_rating, watchedAt: body.watched_at });
    const favorite = await this.changeFavorite.execute(actor, { kinopoiskId: params.kinopoisk_id, changes });
    return { status: 200, body: toFavoriteView(favorite) };
  }

  @route(removeFavoriteRoute)
  async remove({ actor, params }: InputOf<typeof removeFavoriteRoute>): Promise<AnswerOf<typeof removeFavoriteRoute>> {
    await this.removeFavorite.execute(actor, { kinopoiskId: params.kinopoisk_id });
    return { status: 204 };
  }

  private async addToShelf(
    actor: Actor,
    input: { kinopoiskId: number; client: Client },
  ): Promise<AnswerOf<typeof addFavoriteRoute>> {
    const { favorite, added } = await this.addFavorite.execute(actor, input);
    return { status: added ? 201 : 200, body: toFavoriteView(favorite) };
  }
}
