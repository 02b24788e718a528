import type { Container } from 'inversify';
import { AccountOpening } from '../../application/accounts/account-opening.ts';
import { CallShares } from '../../application/films/upstream/call-shares.ts';
import { EnrichmentJob } from '../../application/films/upstream/enrichment-job.ts';
import { FilmSearch } from '../../application/films/film-search.ts';
import { LoginJournal } from '../../application/sessions/login-journal.ts';
import { LoginPasswords } from '../../application/sessions/login-passwords.ts';
import { SessionOpening } from '../../application/sessions/session-opening.ts';
import { LoginGuard } from '../../application/sessions/login-guard.ts';
import { MovieCatalog } from '../../application/films/movie-catalog.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { PasswordConfirmation } from '../../application/accounts/password-confirmation.ts';
import { BackgroundRevalidation } from '../../application/films/upstream/background-revalidation.ts';
import { RefusedLogins } from '../../application/sessions/refused-logins.ts';
import { TokenIssuer } from '../../application/sessions/token-issuer.ts';
import type { Observers } from '../../application/shared/use-case.ts';
import { observed } from '../../application/shared/use-case.ts';
import { ChangeLogin } from '../../application/accounts/change-login.ts';
import { ChangePassword } from '../../application/accounts/change-password.ts';
import { ChangeProfile } from '../../application/accounts/change-profile.ts';
import { CreateSuperuser } from '../../application/accounts/create-superuser.ts';
import { DeleteAccount } from '../../application/accounts/delete-account.ts';
import { ExportAccount } from '../../application/accounts/export-account.ts';
import { GetProfile } from '../../application/accounts/get-profile.ts';
import { RegisterUser } from '../../application/accounts/register-user.ts';
import { GetDirector } from '../../application/films/get-director.ts';
import { GetGenre } from '../../application/films/get-genre.ts';
import { ListDirectors } from '../../application/films/list-directors.ts';
import { ListGenres } from '../../application/films/list-genres.ts';
import { EnrichMovie } from '../../application/films/upstream/enrich-movie.ts';
import { PurgeCachedAnswers } from '../../application/films/upstream/purge-cached-answers.ts';
import { GetMovie } from '../../application/films/get-movie.ts';
import { LearnQuota } from '../../application/films/upstream/learn-quota.ts';
import { ListMovies } from '../../application/films/list-movies.ts';
import { SearchMovies } from '../../application/films/search-movies.ts';
import { SeedCatalogue } from '../../application/films/seed-catalogue.ts';
import type { Lifecycle } from '../../application/service/check-readiness.ts';
import { CheckReadiness } from '../../application/service/check-readiness.ts';
import { ListPublicKeys } from '../../application/service/list-public-keys.ts';
import { EndSession } from '../../application/sessions/end-session.ts';
import { ListLogins } from '../../application/sessions/list-logins.ts';
import { ListSessions } from '../../application/sessions/list-sessions.ts';
import { LogIn } from '../../application/sessions/log-in.ts';
import { LogOut } from '../../application/sessions/log-out.ts';
import { LogOutOthers } from '../../application/sessions/log-out-others.ts';
import { PurgeExpired } from '../../application/sessions/purge-expired.ts';
import { RefreshSession } from '../../application/sessions/refresh-session.ts';
import { bindAccess } from './bind-access.ts';
import { bindImports, bindImportServices } from './bind-imports.ts';
import { bindShelf } from './bind-shelf.ts';
import type { BindUseCase } from './bind-use-case.ts';
import type { Settings } from '../settings/settings.ts';
import type { Get } from '../tokens.ts';
import { tokens } from '../tokens.ts';

export function bindUseCases(container: Container, settings: Settings, lifecycle: Lifecycle): void {
  const get: Get = (port) => container.get(port);
  const bind: BindUseCase = (type, make, about) => {
    container.bind(type).toDynamicValue(() => observed(type.operation.name, make(), { ...observers(get), about }));
  };
  bindShared(container, get, settings);
  bindAccounts(bind, get);
  bindSessions(bind, get, settings);
  bindFilms(bind, get);
  bindShelf(bind, get);
  bindImportServices(container, get);
  bindImports(bind, get);
  bindCatalogue(bind, get);
  bindAccess(bind, get);
  container
    .bind(EnrichmentJob)
    .toDynamicValue(
      () =>
        new EnrichmentJob(
          get(tokens.enrichmentQueue),
          get(EnrichMovie),
          get(tokens.apiQuota),
          get(tokens.clock),
          get(tokens.idGenerator),
        ),
    );
  container.bind(ListPublicKeys).toDynamicValue(() => new ListPublicKeys(get(tokens.accessTokens)));
  container.bind(CheckReadiness).toDynamicValue(() => new CheckReadiness(lifecycle, get(tokens.storage)));
}

function observers(get: Get): Observers {
  return { log: get(tokens.operationLog), metrics: get(tokens.metrics), clock: get(tokens.clock) };
}

/** What several use cases work with. */
function bindShared(container: Container, get: Get, settings: Settings): void {
  bindFilmAnswers(container, get, settings);
  container
    .bind(TokenIssuer)
    .toDynamicValue(() => new TokenIssuer(get(tokens.accessTokens), get(tokens.refreshTokens), get(tokens.clock)));
  container
    .bind(AccountOpening)
    .toDynamicValue(
      () =>
        new AccountOpening(
          get(tokens.userRepository),
          get(tokens.passwordHasher),
          get(tokens.commonPasswords),
          get(tokens.clock),
          get(tokens.idGenerator),
        ),
    );
  container.bind(FilmVisibility).toDynamicValue(() => new FilmVisibility(get(tokens.accessRules), get(tokens.clock)));
  container.bind(LoginGuard).toDynamicValue(() => new LoginGuard(get(tokens.rateLimiter)));
  container.bind(RefusedLogins).toDynamicValue(() => new RefusedLogins(get(tokens.loginHistory)));
  container
    .bind(PasswordConfirmation)
    .toDynamicValue(
      () => new PasswordConfirmation(get(tokens.userRepository), get(tokens.passwordHasher), get(LoginGuard)),
    );
}

/** The two ways to films, each over what is kept and the film source. */
function bindFilmAnswers(container: Container, get: Get, settings: Settings): void {
  const { LIMIT_KINOPOISK_NEW_FOR_DAYS: newForDays, KINOPOISK_LARGEST_ID: largestId } = settings;
  container
    .bind(CallShares)
    .toDynamicValue(() => new CallShares(get(tokens.rateLimiter), get(tokens.clock), newForDays));
  container.bind(BackgroundRevalidation).toDynamicValue(() => new BackgroundRevalidation(observers(get)));
  const parts = () => ({
    movies: get(tokens.movieRepository),
    source: get(tokens.filmSource),
    shares: get(CallShares),
    revalidation: get(BackgroundRevalidation),
    metrics: get(tokens.metrics),
    clock: get(tokens.clock),
  });
  container
    .bind(MovieCatalog)
    .toDynamicValue(() => new MovieCatalog({ ...parts(), largestId, missingFilms: get(tokens.missingFilms) }));
  container
    .bind(FilmSearch)
    .toDynamicValue(() => new FilmSearch({ ...parts(), searches: get(tokens.searchRepository) }));
}

function bindAccounts(bind: BindUseCase, get: Get): void {
  bind(
    RegisterUser,
    () => new RegisterUser(get(AccountOpening), get(tokens.accessRules), get(tokens.rateLimiter)),
    (_registration, done) => ({ user: done?.profile.user.id }),
  );
  bind(
    CreateSuperuser,
    () => new CreateSuperuser(get(tokens.userRepository), get(AccountOpening)),
    ({ username }) => ({ username }),
  );
  bind(GetProfile, () => new GetProfile(get(tokens.userRepository), get(tokens.accessRules)));
  bind(ChangeProfile, () => new ChangeProfile(get(tokens.userRepository), get(tokens.accessRules)));
  bind(
    ChangePassword,
    () =>
      new ChangePassword(
        get(tokens.userRepository),
        get(PasswordConfirmation),
        get(tokens.passwordHasher),
        get(tokens.commonPasswords),
      ),
  );
  bind(
    ChangeLogin,
    () =>
      new ChangeLogin(
        get(tokens.userRepository),
        get(PasswordConfirmation),
        get(tokens.accessRules),
        get(tokens.rateLimiter),
      ),
  );
  bind(
    ExportAccount,
    () =>
      new ExportAccount(
        get(tokens.userRepository),
        get(tokens.accessRules),
        get(tokens.favoriteMovieRepository),
        get(FilmVisibility),
        get(tokens.sessionRepository),
        get(tokens.loginHistory),
        get(RefusedLogins),
        get(tokens.importRepository),
        get(tokens.clock),
      ),
  );
  bind(DeleteAccount, () => new DeleteAccount(get(tokens.userRepository), get(PasswordConfirmation)));
}

function bindSessions(bind: BindUseCase, get: Get, settings: Settings): void {
  const lifetime = {
    idleTtlSeconds: settings.REFRESH_IDLE_TTL_SECONDS,
    absoluteTtlSeconds: settings.REFRESH_ABSOLUTE_TTL_SECONDS,
  };
  const rules = { lifetime, leewaySeconds: settings.REFRESH_LEEWAY_SECONDS };
  bind(
    LogIn,
    () =>
      new LogIn(
        get(LoginGuard),
        new LoginPasswords(get(tokens.userRepository), get(tokens.passwordHasher)),
        new LoginJournal(
          get(tokens.loginHistory),
          get(RefusedLogins),
          get(tokens.metrics),
          get(tokens.clock),
          get(tokens.idGenerator),
        ),
        new SessionOpening(get(tokens.sessionRepository), lifetime, get(tokens.clock), get(tokens.idGenerator)),
        get(TokenIssuer),
      ),
    ({ client }, done) => ({ user: done?.userId, address: client.address }),
  );
  bind(
    RefreshSession,
    () =>
      new RefreshSession(
        get(tokens.sessionRepository),
        get(tokens.refreshTokens),
        get(tokens.accessTokens),
        get(TokenIssuer),
        rules,
        get(tokens.metrics),
        get(tokens.clock),
      ),
  );
  bind(LogOut, () => new LogOut(get(tokens.sessionRepository)));
  bind(LogOutOthers, () => new LogOutOthers(get(tokens.sessionRepository), get(TokenIssuer), get(tokens.clock)));
  bind(ListSessions, () => new ListSessions(get(tokens.sessionRepository), get(tokens.clock)));
  bind(
    EndSession,
    () => new EndSession(get(tokens.sessionRepository)),
    ({ sessionId }) => ({ session: sessionId }),
  );
  bind(ListLogins, () => new ListLogins(get(tokens.userRepository), get(tokens.loginHistory), get(RefusedLogins)));
  bind(
    PurgeExpired,
    () =>
      new PurgeExpired(
        get(tokens.sessionRepository),
        get(tokens.loginHistory),
        get(tokens.favoriteMovieRepository),
        get(tokens.clock),
      ),
    (_input, purged) => ({ ...purged }),
  );
}

function bindFilms(bind: BindUseCase, get: Get): void {
  bind(SearchMovies, () => new SearchMovies(get(FilmSearch), get(FilmVisibility)));
  bind(GetMovie, () => new GetMovie(get(MovieCatalog), get(FilmVisibility)));
  bind(ListMovies, () => new ListMovies(get(tokens.movieRepository), get(FilmVisibility)));
  bind(
    EnrichMovie,
    () => new EnrichMovie(get(MovieCatalog)),
    ({ kinopoiskId }) => ({ kinopoisk_id: kinopoiskId }),
  );
  bind(LearnQuota, () => new LearnQuota(get(tokens.quotaSource), get(tokens.apiQuota), get(tokens.clock)));
  bind(
    PurgeCachedAnswers,
    () => new PurgeCachedAnswers(get(tokens.searchRepository), get(tokens.missingFilms), get(tokens.clock)),
    (_input, forgotten) => ({ searches: forgotten?.searches, unknown_films: forgotten?.missingFilms }),
  );
  bind(
    SeedCatalogue,
    () => new SeedCatalogue(get(tokens.movieRepository)),
    (_films, seeding) => ({ ...seeding }),
  );
}

function bindCatalogue(bind: BindUseCase, get: Get): void {
  bind(ListGenres, () => new ListGenres(get(tokens.genreRepository)));
  bind(GetGenre, () => new GetGenre(get(tokens.genreRepository)));
  bind(ListDirectors, () => new ListDirectors(get(tokens.directorRepository)));
  bind(GetDirector, () => new GetDirector(get(tokens.directorRepository)));
}
