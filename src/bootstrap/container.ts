import 'reflect-metadata';
import { Container } from 'inversify';
import type { Logger } from 'winston';
import { KinopoiskFilmSource } from '../adapters/kinopoisk/kinopoisk-film-source.ts';
import { WinstonOperationLog } from '../adapters/observability/winston-operation-log.ts';
import type { OpenDatabase } from '../adapters/persistence/database.ts';
import { DrizzleFavoriteMovieRepository } from '../adapters/persistence/drizzle/drizzle-favorite-movie-repository.ts';
import { DrizzleMovieRepository } from '../adapters/persistence/drizzle/drizzle-movie-repository.ts';
import { DrizzleSessionRepository } from '../adapters/persistence/drizzle/drizzle-session-repository.ts';
import { DrizzleUserRepository } from '../adapters/persistence/drizzle/drizzle-user-repository.ts';
import { DatabaseRateLimiter } from '../adapters/rate-limiting/database-rate-limiter.ts';
import { BundledCommonPasswords } from '../adapters/security/bundled-common-passwords.ts';
import { HmacRefreshTokens } from '../adapters/security/hmac-refresh-tokens.ts';
import { JoseAccessTokens } from '../adapters/security/jose-access-tokens.ts';
import { deriveSigningKeys } from '../adapters/security/signing-keys.ts';
import { SystemClock } from '../adapters/system/system-clock.ts';
import { UuidV7Generator } from '../adapters/system/uuid-v7-generator.ts';
import { LoginGuard } from '../application/login-guard.ts';
import { MovieCatalog } from '../application/movie-catalog.ts';
import type { PasswordHasher } from '../application/ports/password-hasher.ts';
import { TokenIssuer } from '../application/token-issuer.ts';
import type { UseCase } from '../application/use-case.ts';
import { observed } from '../application/use-case.ts';
import { GetProfile } from '../application/use-cases/accounts/get-profile.ts';
import { RegisterUser } from '../application/use-cases/accounts/register-user.ts';
import { AddFavoriteMovie } from '../application/use-cases/favorites/add-favorite-movie.ts';
import { ListFavoriteMovies } from '../application/use-cases/favorites/list-favorite-movies.ts';
import { RemoveFavoriteMovie } from '../application/use-cases/favorites/remove-favorite-movie.ts';
import { GetMovie } from '../application/use-cases/movies/get-movie.ts';
import { SearchMovies } from '../application/use-cases/movies/search-movies.ts';
import { SeedCatalogue } from '../application/use-cases/movies/seed-catalogue.ts';
import type { Lifecycle } from '../application/use-cases/service/check-readiness.ts';
import { CheckReadiness } from '../application/use-cases/service/check-readiness.ts';
import { LogIn } from '../application/use-cases/sessions/log-in.ts';
import { limitPolicies } from './limit-policies.ts';
import type { Settings } from './settings.ts';
import type { Token } from './tokens.ts';
import { tokens } from './tokens.ts';

/** What is opened before there is a container, because opening takes time. */
export type Resources = {
  readonly settings: Settings;
  readonly authSecret: string;
  readonly database: OpenDatabase;
  readonly passwordHasher: PasswordHasher;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly currentRequest: () => { requestId: string; traceId: string | undefined } | undefined;
};

type Get = <Port>(port: Token<Port>) => Port;

/** Everything the service is made of, each thing once. Use cases are bound under their own class, ports under their token. */
export function createContainer(resources: Resources): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  bindPorts(container, resources);
  bindUseCases(container, resources);
  return container;
}

function bindPorts(container: Container, resources: Resources): void {
  const { settings, authSecret, database, passwordHasher, logger, currentRequest } = resources;
  const keys = deriveSigningKeys(authSecret, settings.AUTH_SECRET_PREVIOUS);
  const bind = <Port>(port: Token<Port>, make: (get: Get) => Port): void => {
    container.bind(port).toDynamicValue(({ container: from }) => make((needed) => from.get(needed)));
  };
  bind(tokens.clock, () => new SystemClock());
  bind(tokens.idGenerator, () => new UuidV7Generator());
  bind(tokens.operationLog, () => new WinstonOperationLog(logger, currentRequest));
  bind(tokens.storage, () => database);
  bind(tokens.userRepository, () => new DrizzleUserRepository(database));
  bind(tokens.sessionRepository, () => new DrizzleSessionRepository(database));
  bind(tokens.movieRepository, () => new DrizzleMovieRepository(database));
  bind(tokens.favoriteMovieRepository, () => new DrizzleFavoriteMovieRepository(database));
  bind(
    tokens.rateLimiter,
    () => new DatabaseRateLimiter((text, values) => database.query(text, values), limitPolicies(settings)),
  );
  bind(tokens.passwordHasher, () => passwordHasher);
  bind(tokens.commonPasswords, () => new BundledCommonPasswords());
  bind(tokens.refreshTokens, () => new HmacRefreshTokens(keys));
  bind(
    tokens.accessTokens,
    (get) =>
      new JoseAccessTokens(keys, get(tokens.clock), get(tokens.idGenerator), {
        issuer: settings.AUTH_ISSUER,
        audience: settings.AUTH_AUDIENCE,
        ttlSeconds: settings.ACCESS_TOKEN_TTL_SECONDS,
      }),
  );
  bind(tokens.filmSource, (get) => {
    if (settings.KINOPOISK_API_KEY === undefined) return undefined;
    const { KINOPOISK_BASE_URL: baseUrl, KINOPOISK_API_KEY: apiKey } = settings;
    return new KinopoiskFilmSource({ baseUrl, apiKey }, get(tokens.clock));
  });
}

function bindUseCases(container: Container, { settings, lifecycle }: Resources): void {
  const get: Get = (port) => container.get(port);
  const bind = <T extends UseCase>(type: Token<T>, operation: string, make: () => T): void => {
    container
      .bind(type)
      .toDynamicValue(() => observed(operation, make(), { log: get(tokens.operationLog), clock: get(tokens.clock) }));
  };
  container
    .bind(MovieCatalog)
    .toDynamicValue(() => new MovieCatalog(get(tokens.movieRepository), get(tokens.filmSource), get(tokens.clock)));
  container
    .bind(TokenIssuer)
    .toDynamicValue(() => new TokenIssuer(get(tokens.accessTokens), get(tokens.refreshTokens), get(tokens.clock)));
  container.bind(CheckReadiness).toDynamicValue(() => new CheckReadiness(lifecycle, get(tokens.storage)));

  bind(
    RegisterUser,
    'registerUser',
    () =>
      new RegisterUser(
        get(tokens.userRepository),
        get(tokens.passwordHasher),
        get(tokens.commonPasswords),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
  bind(
    LogIn,
    'logIn',
    () =>
      new LogIn(
        get(tokens.userRepository),
        get(tokens.sessionRepository),
        get(tokens.passwordHasher),
        new LoginGuard(get(tokens.rateLimiter)),
        get(TokenIssuer),
        {
          idleTtlSeconds: settings.REFRESH_IDLE_TTL_SECONDS,
          absoluteTtlSeconds: settings.REFRESH_ABSOLUTE_TTL_SECONDS,
        },
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
  bind(GetProfile, 'getProfile', () => new GetProfile(get(tokens.userRepository)));
  bind(SearchMovies, 'searchMovies', () => new SearchMovies(get(MovieCatalog)));
  bind(GetMovie, 'getMovie', () => new GetMovie(get(MovieCatalog)));
  bind(SeedCatalogue, 'seedCatalogue', () => new SeedCatalogue(get(tokens.movieRepository)));
  bind(
    AddFavoriteMovie,
    'addFavoriteMovie',
    () => new AddFavoriteMovie(get(tokens.favoriteMovieRepository), get(MovieCatalog), get(tokens.clock)),
  );
  bind(ListFavoriteMovies, 'listFavoriteMovies', () => new ListFavoriteMovies(get(tokens.favoriteMovieRepository)));
  bind(RemoveFavoriteMovie, 'removeFavoriteMovie', () => new RemoveFavoriteMovie(get(tokens.favoriteMovieRepository)));
}
