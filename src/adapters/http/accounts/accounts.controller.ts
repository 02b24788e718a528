import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { GetProfile } from '../../../application/use-cases/accounts/get-profile.ts';
import { RegisterUser } from '../../../application/use-cases/accounts/register-user.ts';
import type { AnswerOf, InputOf } from '../route.ts';
import { route } from '../route-decorator.ts';
import { getProfileRoute, registerRoute } from './accounts.routes.ts';
import { toUserView } from './user.view.ts';

@controller('/')
export class AccountsController {
  constructor(
    @inject(RegisterUser) private readonly registerUser: RegisterUser,
    @inject(GetProfile) private readonly getProfile: GetProfile,
  ) {}

  @route(registerRoute)
  async register({ actor, body }: InputOf<typeof registerRoute>): Promise<AnswerOf<typeof registerRoute>> {
    const profile = await this.registerUser.execute(actor, {
      username: body.username,
      email: body.email,
      password: body.password,
      name: body.name,
      surname: body.surname,
      favoriteGenreId: body.favorite_genre ?? body.favourite_genre,
    });
    return { status: 201, body: toUserView(profile) };
  }

  @route(getProfileRoute)
  async get({ actor }: InputOf<typeof getProfileRoute>): Promise<AnswerOf<typeof getProfileRoute>> {
    return { status: 200, body: toUserView(await this.getProfile.execute(actor)) };
  }
}
