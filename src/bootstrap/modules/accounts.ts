import { CachingAccountNames } from '../../adapters/persistence/accounts/caching-account-names.ts';
import { DrizzleUserRepository } from '../../adapters/persistence/accounts/drizzle-user-repository.ts';
import { BundledCommonPasswords } from '../../adapters/security/bundled-common-passwords.ts';
import { AccountOpening } from '../../application/accounts/account-opening.ts';
import { BackgroundActors } from '../../application/accounts/background-actors.ts';
import { ChangeLogin } from '../../application/accounts/change-login.ts';
import { ChangePassword } from '../../application/accounts/change-password.ts';
import { ChangeProfile } from '../../application/accounts/change-profile.ts';
import { CreateSuperuser } from '../../application/accounts/create-superuser.ts';
import { DeleteAccount } from '../../application/accounts/delete-account.ts';
import { ExportAccount } from '../../application/accounts/export-account.ts';
import { FindAccount } from '../../application/accounts/find-account.ts';
import { GetProfile } from '../../application/accounts/get-profile.ts';
import { PasswordConfirmation } from '../../application/accounts/password-confirmation.ts';
import { RegisterUser } from '../../application/accounts/register-user.ts';
import { ResetPassword } from '../../application/accounts/reset-password.ts';
import { ShowAccount } from '../../application/accounts/show-account.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { LoginGuard } from '../../application/sessions/login-guard.ts';
import { RefusedLogins } from '../../application/sessions/refused-logins.ts';
import { publishPasswordHasher } from '../publish-gauges.ts';
import { tokens } from '../tokens.ts';
import type { Binding, Module } from './module.ts';

/** Accounts: registration, profiles, passwords, and the operator's commands for them. */
export const bindAccounts: Module = ({ bind, bindUseCase, get }, resources) => {
  const { database, metrics, passwordHasher, revocations } = resources;
  bind(tokens.userRepository, () => new DrizzleUserRepository(database, revocations));
  bind(tokens.accountNames, () => new CachingAccountNames(get(tokens.userRepository), get(tokens.accessRules)));
  bind(tokens.passwordHasher, () => passwordHasher);
  bind(tokens.commonPasswords, () => new BundledCommonPasswords());
  bind(
    AccountOpening,
    () =>
      new AccountOpening(
        get(tokens.userRepository),
        get(tokens.passwordHasher),
        get(tokens.commonPasswords),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
  bind(
    PasswordConfirmation,
    () => new PasswordConfirmation(get(tokens.userRepository), get(tokens.passwordHasher), get(LoginGuard)),
  );
  bind(BackgroundActors, () => new BackgroundActors(get(tokens.userRepository), get(tokens.accessRules)));
  bindAccountUseCases({ bindUseCase, get });
  bindOperatorUseCases({ bindUseCase, get });
  publishPasswordHasher(passwordHasher, metrics);
};

function bindAccountUseCases({ bindUseCase, get }: Pick<Binding, 'bindUseCase' | 'get'>): void {
  bindUseCase(
    RegisterUser,
    () => new RegisterUser(get(AccountOpening), get(tokens.accessRules), get(tokens.rateLimiter)),
    (_registration, done) => ({ user: done?.profile.user.id }),
  );
  bindUseCase(GetProfile, () => new GetProfile(get(tokens.userRepository), get(tokens.accessRules)));
  bindUseCase(ChangeProfile, () => new ChangeProfile(get(tokens.userRepository), get(tokens.accessRules)));
  bindUseCase(
    ChangePassword,
    () =>
      new ChangePassword(
        get(tokens.userRepository),
        get(PasswordConfirmation),
        get(tokens.passwordHasher),
        get(tokens.commonPasswords),
      ),
  );
  bindUseCase(
    ChangeLogin,
    () =>
      new ChangeLogin(
        get(tokens.userRepository),
        get(PasswordConfirmation),
        get(tokens.accessRules),
        get(tokens.rateLimiter),
        get(tokens.accountNames),
      ),
  );
  bindUseCase(
    ExportAccount,
    () =>
      new ExportAccount(
        get(tokens.userRepository),
        get(tokens.accessRules),
        get(tokens.favoriteMovieRepository),
        get(FilmVisibility),
        get(tokens.sessionRepository),
        get(tokens.personalTokenRepository),
        get(tokens.loginHistory),
        get(RefusedLogins),
        get(tokens.importRepository),
        get(tokens.clock),
      ),
  );
  bindUseCase(DeleteAccount, () => new DeleteAccount(get(tokens.userRepository), get(PasswordConfirmation)));
}

/** The use cases of the operator's commands for accounts. */
function bindOperatorUseCases({ bindUseCase, get }: Pick<Binding, 'bindUseCase' | 'get'>): void {
  bindUseCase(
    CreateSuperuser,
    () => new CreateSuperuser(get(tokens.userRepository), get(AccountOpening)),
    ({ username }) => ({ username }),
  );
  bindUseCase(
    FindAccount,
    () => new FindAccount(get(tokens.userRepository)),
    (_login, found) => ({ user: found?.id }),
  );
  bindUseCase(
    ShowAccount,
    () =>
      new ShowAccount(
        get(tokens.userRepository),
        get(tokens.accessRules),
        get(tokens.sessionRepository),
        get(tokens.loginHistory),
        get(tokens.clock),
      ),
    ({ userId }) => ({ user: userId }),
  );
  bindUseCase(
    ResetPassword,
    () => new ResetPassword(get(tokens.userRepository), get(tokens.passwordHasher), get(tokens.commonPasswords)),
    ({ userId }) => ({ user: userId }),
  );
}
