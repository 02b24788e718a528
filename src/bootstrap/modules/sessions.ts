import { AUTHORIZATION_SERVER } from '../../adapters/http/sessions/oauth.controller.ts';
import { CachingPersonalTokens } from '../../adapters/persistence/sessions/caching-personal-tokens.ts';
import { DrizzleLoginHistory } from '../../adapters/persistence/sessions/drizzle-login-history.ts';
import { DrizzlePersonalTokenRepository } from '../../adapters/persistence/sessions/drizzle-personal-token-repository.ts';
import { DrizzleSessionRepository } from '../../adapters/persistence/sessions/drizzle-session-repository.ts';
import { CachingAccessTokens } from '../../adapters/security/caching-access-tokens.ts';
import { HmacRefreshTokens } from '../../adapters/security/hmac-refresh-tokens.ts';
import { JoseAccessTokens } from '../../adapters/security/jose-access-tokens.ts';
import { Sha256PersonalTokenSecrets } from '../../adapters/security/sha256-personal-token-secrets.ts';
import { EndSession } from '../../application/sessions/end-session.ts';
import { EndUserSessions } from '../../application/sessions/end-user-sessions.ts';
import { ListLogins } from '../../application/sessions/list-logins.ts';
import { ListSessions } from '../../application/sessions/list-sessions.ts';
import { LogIn } from '../../application/sessions/log-in.ts';
import { LogOutOthers } from '../../application/sessions/log-out-others.ts';
import { LogOut } from '../../application/sessions/log-out.ts';
import { LoginGuard } from '../../application/sessions/login-guard.ts';
import { LoginJournal } from '../../application/sessions/login-journal.ts';
import { LoginPasswords } from '../../application/sessions/login-passwords.ts';
import { PurgeExpired } from '../../application/sessions/purge-expired.ts';
import { RefreshSession } from '../../application/sessions/refresh-session.ts';
import { RefusedLogins } from '../../application/sessions/refused-logins.ts';
import { SessionOpening } from '../../application/sessions/session-opening.ts';
import { AccessTokenHolders } from '../../application/sessions/tokens/access-token-holders.ts';
import { CreatePersonalToken } from '../../application/sessions/tokens/create-personal-token.ts';
import { IntrospectToken } from '../../application/sessions/tokens/introspect-token.ts';
import { ListPersonalTokens } from '../../application/sessions/tokens/list-personal-tokens.ts';
import { PersonalTokenHolders } from '../../application/sessions/tokens/personal-token-holders.ts';
import { PersonalTokenUses } from '../../application/sessions/tokens/personal-token-uses.ts';
import { RevokePersonalToken } from '../../application/sessions/tokens/revoke-personal-token.ts';
import { RevokeToken } from '../../application/sessions/tokens/revoke-token.ts';
import { TokenIssuer } from '../../application/sessions/tokens/token-issuer.ts';
import type { Settings } from '../settings/settings-schema.ts';
import { issuerOf } from '../settings/settings-schema.ts';
import { tokens } from '../tokens.ts';
import type { Binding, Module, Resources } from './module.ts';

/** Sessions: logging in and out, tokens, and the history of log-ins. */
export const bindSessions: Module = ({ bind, bindUseCase, get }, resources) => {
  const { settings, keys, database, revocations } = resources;
  bind(tokens.sessionRepository, () => new DrizzleSessionRepository(database, revocations));
  bind(tokens.revocationList, () => revocations);
  bind(tokens.loginHistory, () => new DrizzleLoginHistory(database));
  bind(tokens.refreshTokens, () => new HmacRefreshTokens(keys));
  bind(tokens.accessTokens, () => {
    const clock = get(tokens.clock);
    const signed = new JoseAccessTokens(keys, clock, get(tokens.idGenerator), {
      algorithm: settings.AUTH_ALGORITHM,
      issuer: issuerOf(settings),
      audience: settings.AUTH_AUDIENCE,
      ttlSeconds: settings.ACCESS_TOKEN_TTL_SECONDS,
    });
    return new CachingAccessTokens(signed, clock);
  });
  bind(
    TokenIssuer,
    () =>
      new TokenIssuer(get(tokens.accessTokens), get(tokens.refreshTokens), get(tokens.accessRules), get(tokens.clock)),
  );
  bind(
    AccessTokenHolders,
    () => new AccessTokenHolders(get(tokens.accessTokens), get(tokens.revocationList), get(tokens.accessRules)),
  );
  bind(AUTHORIZATION_SERVER, () => {
    return { issuer: issuerOf(settings), audience: settings.AUTH_AUDIENCE, publicUrl: settings.PUBLIC_URL };
  });
  bind(LoginGuard, () => new LoginGuard(get(tokens.rateLimiter)));
  bind(RefusedLogins, () => new RefusedLogins(get(tokens.loginHistory)));
  bindPersonalTokens({ bind, bindUseCase, get }, resources);
  bindSessionUseCases({ bindUseCase, get }, settings);
};

function bindPersonalTokens({ bind, bindUseCase, get }: Binding, { database, revocations }: Resources): void {
  bind(tokens.personalTokenRepository, () => new DrizzlePersonalTokenRepository(database, revocations));
  bind(tokens.personalTokenSecrets, () => new Sha256PersonalTokenSecrets());
  bind(PersonalTokenUses, () => new PersonalTokenUses(get(tokens.personalTokenRepository)));
  bind(
    PersonalTokenHolders,
    () =>
      new PersonalTokenHolders(
        get(tokens.personalTokenSecrets),
        new CachingPersonalTokens(get(tokens.personalTokenRepository), revocations),
        get(PersonalTokenUses),
        get(tokens.accessRules),
        get(tokens.clock),
      ),
  );
  bindUseCase(
    CreatePersonalToken,
    () =>
      new CreatePersonalToken(
        get(tokens.personalTokenRepository),
        get(tokens.personalTokenSecrets),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
    (_input, made) => ({ token_id: made?.token.id }),
  );
  bindUseCase(
    ListPersonalTokens,
    () => new ListPersonalTokens(get(tokens.personalTokenRepository), get(PersonalTokenUses), get(tokens.clock)),
  );
  bindUseCase(
    RevokePersonalToken,
    () => new RevokePersonalToken(get(tokens.personalTokenRepository)),
    ({ tokenId }) => ({ token_id: tokenId }),
  );
}

function bindSessionUseCases({ bindUseCase, get }: Pick<Binding, 'bindUseCase' | 'get'>, settings: Settings): void {
  const lifetime = {
    idleTtlSeconds: settings.REFRESH_IDLE_TTL_SECONDS,
    absoluteTtlSeconds: settings.REFRESH_ABSOLUTE_TTL_SECONDS,
  };
  const rules = { lifetime, leewaySeconds: settings.REFRESH_LEEWAY_SECONDS };
  bindUseCase(
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
        new SessionOpening(
          get(tokens.sessionRepository),
          get(tokens.accessRules),
          lifetime,
          get(tokens.clock),
          get(tokens.idGenerator),
        ),
        get(TokenIssuer),
      ),
    ({ client }, done) => ({ user: done?.userId, address: client.address.text }),
  );
  bindUseCase(
    RefreshSession,
    () =>
      new RefreshSession(
        get(tokens.sessionRepository),
        get(tokens.refreshTokens),
        get(tokens.accessTokens),
        get(TokenIssuer),
        get(tokens.accessRules),
        rules,
        get(tokens.metrics),
        get(tokens.clock),
      ),
  );
  bindUseCase(
    RevokeToken,
    () =>
      new RevokeToken(
        get(tokens.sessionRepository),
        get(tokens.refreshTokens),
        get(tokens.accessTokens),
        get(tokens.personalTokenRepository),
        get(tokens.personalTokenSecrets),
      ),
  );
  bindUseCase(
    IntrospectToken,
    () =>
      new IntrospectToken(
        get(AccessTokenHolders),
        get(PersonalTokenHolders),
        get(tokens.refreshTokens),
        get(tokens.sessionRepository),
        get(tokens.userRepository),
        get(tokens.accessRules),
        rules,
        get(tokens.clock),
      ),
  );
  bindUseCase(LogOut, () => new LogOut(get(tokens.sessionRepository)));
  bindUseCase(LogOutOthers, () => new LogOutOthers(get(tokens.sessionRepository), get(TokenIssuer), get(tokens.clock)));
  bindUseCase(ListSessions, () => new ListSessions(get(tokens.sessionRepository), get(tokens.clock)));
  bindUseCase(
    EndSession,
    () => new EndSession(get(tokens.sessionRepository)),
    ({ sessionId }) => ({ session: sessionId }),
  );
  bindUseCase(
    EndUserSessions,
    () => new EndUserSessions(get(tokens.sessionRepository)),
    ({ userId }) => ({ user: userId }),
  );
  bindUseCase(
    ListLogins,
    () => new ListLogins(get(tokens.userRepository), get(tokens.loginHistory), get(RefusedLogins)),
  );
  bindUseCase(
    PurgeExpired,
    () =>
      new PurgeExpired(
        get(tokens.sessionRepository),
        get(tokens.personalTokenRepository),
        get(tokens.loginHistory),
        get(tokens.favoriteMovieRepository),
        get(tokens.clock),
      ),
    (_input, purged) => ({ ...purged }),
  );
}
