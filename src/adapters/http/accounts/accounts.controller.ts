import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { ChangeLogin } from '../../../application/accounts/change-login.ts';
import { ChangePassword } from '../../../application/accounts/change-password.ts';
import { ChangeProfile } from '../../../application/accounts/change-profile.ts';
import { DeleteAccount } from '../../../application/accounts/delete-account.ts';
import { ExportAccount } from '../../../application/accounts/export-account.ts';
import { GetProfile } from '../../../application/accounts/get-profile.ts';
import { RegisterUser } from '../../../application/accounts/register-user.ts';
import { given } from '../../../domain/shared/given.ts';
import { mapStream } from '../../../domain/shared/page.ts';
import { toImportRowView, toImportView } from '../imports/import.view.ts';
import { rateLimitHeaders } from '../output/rate-limit-headers.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toPersonalTokenView } from '../sessions/personal-token.view.ts';
import { toLoginView, toSessionView } from '../sessions/session.view.ts';
import { toFavoriteView } from '../shelf/favorite.view.ts';
import {
  changeLoginRoute,
  changePasswordRoute,
  changeProfileRoute,
  deleteAccountRoute,
  exportAccountRoute,
  getProfileRoute,
  registerRoute,
} from './accounts.routes.ts';
import { toUserView } from './user.view.ts';

@controller('/')
export class AccountsController {
  constructor(
    @inject(RegisterUser) private readonly registerUser: RegisterUser,
    @inject(GetProfile) private readonly getProfile: GetProfile,
    @inject(ChangeProfile) private readonly changeProfile: ChangeProfile,
    @inject(ExportAccount) private readonly exportAccount: ExportAccount,
    @inject(ChangePassword) private readonly changePassword: ChangePassword,
    @inject(ChangeLogin) private readonly changeLogin: ChangeLogin,
    @inject(DeleteAccount) private readonly deleteAccount: DeleteAccount,
  ) {}

  @route(registerRoute)
  async register({ actor, body, client }: InputOf<typeof registerRoute>): Promise<AnswerOf<typeof registerRoute>> {
    const { profile, limit } = await this.registerUser.execute(actor, {
      client,
      password: body.password,
      ...given({ username: body.username, email: body.email }),
      ...profileIn(body),
    });
    return { status: 201, headers: rateLimitHeaders(limit), body: toUserView(profile) };
  }

  @route(getProfileRoute)
  async get({ actor }: InputOf<typeof getProfileRoute>): Promise<AnswerOf<typeof getProfileRoute>> {
    return { status: 200, body: toUserView(await this.getProfile.execute(actor)) };
  }

  @route(changeProfileRoute)
  async setProfile({ actor, body }: InputOf<typeof changeProfileRoute>): Promise<AnswerOf<typeof changeProfileRoute>> {
    return { status: 200, body: toUserView(await this.changeProfile.execute(actor, profileIn(body))) };
  }

  @route(exportAccountRoute)
  async export({ actor }: InputOf<typeof exportAccountRoute>): Promise<AnswerOf<typeof exportAccountRoute>> {
    const { profile, favorites, sessions, personalTokens, ...others } = await this.exportAccount.execute(actor);
    const { logins, imports, importRows } = others;
    return {
      status: 200,
      headers: { 'Content-Disposition': 'attachment; filename="kinopolka-account.json"' },
      body: {
        profile: toUserView(profile),
        favorites: mapStream(favorites, toFavoriteView),
        sessions: sessions.map(toSessionView),
        personal_tokens: personalTokens.map(toPersonalTokenView),
        logins: mapStream(logins, toLoginView),
        imports: imports.map(toImportView),
        import_rows: mapStream(importRows, (row) => ({ ...toImportRowView(row), import_id: row.importId })),
      },
    };
  }

  @route(changePasswordRoute)
  async setPassword({
    actor,
    body,
    client,
  }: InputOf<typeof changePasswordRoute>): Promise<AnswerOf<typeof changePasswordRoute>> {
    const currentPassword = body.password_1 ?? body.old_password ?? '';
    const newPassword = body.password_2 ?? body.new_password ?? '';
    await this.changePassword.execute(actor, { currentPassword, newPassword, client });
    return { status: 204 };
  }

  @route(changeLoginRoute)
  async setLogin({
    actor,
    body,
    client,
  }: InputOf<typeof changeLoginRoute>): Promise<AnswerOf<typeof changeLoginRoute>> {
    return { status: 200, body: toUserView(await this.changeLogin.execute(actor, given({ ...body, client }))) };
  }

  @route(deleteAccountRoute)
  async delete({
    actor,
    body,
    client,
  }: InputOf<typeof deleteAccountRoute>): Promise<AnswerOf<typeof deleteAccountRoute>> {
    await this.deleteAccount.execute(actor, { password: body.password, client });
    return { status: 204 };
  }
}

function profileIn({
  name,
  surname,
  favorite_genre,
  favourite_genre,
}: NonNullable<InputOf<typeof changeProfileRoute>['body']>) {
  return given({ name, surname, favoriteGenreId: favorite_genre === undefined ? favourite_genre : favorite_genre });
}
