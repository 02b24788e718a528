import type { interfaces } from 'inversify';
import type { AccessRules } from '../application/access/ports/access-rules.ts';
import type { RestrictionRepository } from '../application/access/ports/restriction-repository.ts';
import type { RoleRepository } from '../application/access/ports/role-repository.ts';
import type { AccountNames } from '../application/accounts/ports/account-names.ts';
import type { CommonPasswords } from '../application/accounts/ports/common-passwords.ts';
import type { PasswordHasher } from '../application/accounts/ports/password-hasher.ts';
import type { UserRepository } from '../application/accounts/ports/user-repository.ts';
import type { ApiQuota } from '../application/films/ports/api-quota.ts';
import type { EnrichmentQueue } from '../application/films/ports/enrichment-queue.ts';
import type { FilmListRepository } from '../application/films/ports/film-list-repository.ts';
import type { FilmSource } from '../application/films/ports/film-source.ts';
import type { LookupRepository } from '../application/films/ports/lookup-repository.ts';
import type { MissingFilmCache } from '../application/films/ports/missing-film-cache.ts';
import type { MovieRepository } from '../application/films/ports/movie-repository.ts';
import type { QuotaSource } from '../application/films/ports/quota-source.ts';
import type { SearchRepository } from '../application/films/ports/search-repository.ts';
import type { FilmIndex } from '../application/imports/ports/film-index.ts';
import type { FilmListFiles } from '../application/imports/ports/film-list-files.ts';
import type { ImportQueue } from '../application/imports/ports/import-queue.ts';
import type { ImportRepository } from '../application/imports/ports/import-repository.ts';
import type { VoteSource } from '../application/imports/ports/vote-source.ts';
import type { AccessTokens } from '../application/sessions/ports/access-tokens.ts';
import type { LoginHistory } from '../application/sessions/ports/login-history.ts';
import type { PersonalTokenRepository } from '../application/sessions/ports/personal-token-repository.ts';
import type { PersonalTokenSecrets } from '../application/sessions/ports/personal-token-secrets.ts';
import type { RefreshTokens } from '../application/sessions/ports/refresh-tokens.ts';
import type { RevocationList } from '../application/sessions/ports/revocation-list.ts';
import type { SessionRepository } from '../application/sessions/ports/session-repository.ts';
import type { Clock } from '../application/shared/ports/clock.ts';
import type { ErrorReporter } from '../application/shared/ports/error-reporter.ts';
import type { IdGenerator } from '../application/shared/ports/id-generator.ts';
import type { Metrics } from '../application/shared/ports/metrics.ts';
import type { OperationLog } from '../application/shared/ports/operation-log.ts';
import type { RateLimiter } from '../application/shared/ports/rate-limiter.ts';
import type { Storage } from '../application/shared/ports/storage.ts';
import type { FavoriteMovieRepository } from '../application/shelf/ports/favorite-movie-repository.ts';
import type { ShelfCursors } from '../application/shelf/ports/shelf-cursors.ts';
import type { ShelfFiles } from '../application/shelf/ports/shelf-files.ts';
import type { ShelfStatistics } from '../application/shelf/ports/shelf-statistics.ts';
import type { Director, Genre } from '../domain/films/movie.ts';

/** Identifies a port in the container and carries its type. */
export type Token<Port> = interfaces.ServiceIdentifier<Port>;

/** Resolves a port or a class from the container. */
export type Get = <Port>(port: Token<Port>) => Port;

function token<Port>(name: string): Token<Port> {
  return Symbol.for(name);
}

/** One token per port. Tests rebind them. */
export const tokens = {
  accessRules: token<AccessRules>('AccessRules'),
  accessTokens: token<AccessTokens>('AccessTokens'),
  accountNames: token<AccountNames>('AccountNames'),
  apiQuota: token<ApiQuota>('ApiQuota'),
  clock: token<Clock>('Clock'),
  commonPasswords: token<CommonPasswords>('CommonPasswords'),
  directorRepository: token<LookupRepository<Director>>('DirectorRepository'),
  enrichmentQueue: token<EnrichmentQueue>('EnrichmentQueue'),
  errorReporter: token<ErrorReporter>('ErrorReporter'),
  favoriteMovieRepository: token<FavoriteMovieRepository>('FavoriteMovieRepository'),
  /** These three are `undefined` without an API key. Then only stored films exist. */
  filmSource: token<FilmSource | undefined>('FilmSource'),
  voteSource: token<VoteSource | undefined>('VoteSource'),
  quotaSource: token<QuotaSource | undefined>('QuotaSource'),
  filmIndex: token<FilmIndex>('FilmIndex'),
  filmListRepository: token<FilmListRepository>('FilmListRepository'),
  filmListFiles: token<FilmListFiles>('FilmListFiles'),
  genreRepository: token<LookupRepository<Genre>>('GenreRepository'),
  idGenerator: token<IdGenerator>('IdGenerator'),
  importQueue: token<ImportQueue>('ImportQueue'),
  importRepository: token<ImportRepository>('ImportRepository'),
  metrics: token<Metrics>('Metrics'),
  movieRepository: token<MovieRepository>('MovieRepository'),
  operationLog: token<OperationLog>('OperationLog'),
  loginHistory: token<LoginHistory>('LoginHistory'),
  passwordHasher: token<PasswordHasher>('PasswordHasher'),
  personalTokenRepository: token<PersonalTokenRepository>('PersonalTokenRepository'),
  personalTokenSecrets: token<PersonalTokenSecrets>('PersonalTokenSecrets'),
  rateLimiter: token<RateLimiter>('RateLimiter'),
  refreshTokens: token<RefreshTokens>('RefreshTokens'),
  restrictionRepository: token<RestrictionRepository>('RestrictionRepository'),
  revocationList: token<RevocationList>('RevocationList'),
  roleRepository: token<RoleRepository>('RoleRepository'),
  searchRepository: token<SearchRepository>('SearchRepository'),
  sessionRepository: token<SessionRepository>('SessionRepository'),
  shelfCursors: token<ShelfCursors>('ShelfCursors'),
  shelfFiles: token<ShelfFiles>('ShelfFiles'),
  shelfStatistics: token<ShelfStatistics>('ShelfStatistics'),
  storage: token<Storage>('Storage'),
  missingFilms: token<MissingFilmCache>('MissingFilmCache'),
  userRepository: token<UserRepository>('UserRepository'),
};
