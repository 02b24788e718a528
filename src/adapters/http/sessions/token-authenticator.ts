import type { Request } from 'express';
import type { AccessRules } from '../../../application/access/ports/access-rules.ts';
import type { AccessTokenHolders } from '../../../application/sessions/tokens/access-token-holders.ts';
import type { PersonalTokenHolders } from '../../../application/sessions/tokens/personal-token-holders.ts';
import type { Actor, AnonymousActor } from '../../../domain/access/actor.ts';
import { ANONYMOUS_ROLE } from '../../../domain/access/role.ts';
import { looksLikePersonalToken } from '../../../domain/sessions/personal-token-text.ts';
import { InvalidToken } from '../../../domain/sessions/session.ts';
import type { Authenticator } from '../routing/exchange.ts';

const BEARER = /^Bearer +([\w.~+/=-]+) *$/i;
const JWT_SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Authenticates the caller by the access token or the personal token. */
export class TokenAuthenticator implements Authenticator {
  constructor(
    private readonly holders: AccessTokenHolders,
    private readonly personal: PersonalTokenHolders,
    private readonly rules: AccessRules,
  ) {}

  /**
   * Without an Authorization header, and with a bearer value that resembles no token (`Bearer undefined`), the
   * caller is anonymous. @throws InvalidToken for any other invalid header (RFC 6750 section 3), and for an ended
   * session
   */
  async actorOf(req: Request): Promise<Actor> {
    return this.callerOf(req, (token) => this.holders.holderOf(token));
  }

  async actorStillOf(req: Request): Promise<Actor> {
    return this.callerOf(req, (token) => this.holders.holderOfExpired(token));
  }

  private async callerOf(
    req: Request,
    holderOf: (token: string) => Promise<{ readonly actor: Actor }>,
  ): Promise<Actor> {
    const header = req.headers.authorization;
    if (header === undefined) return this.anonymous();
    const token = isSentOnce(req, 'authorization') ? BEARER.exec(header)?.[1] : undefined;
    if (token === undefined) throw new InvalidToken();
    if (looksLikePersonalToken(token)) return this.personal.caller(token);
    if (!JWT_SHAPE.test(token)) return this.anonymous();
    return (await holderOf(token)).actor;
  }

  private async anonymous(): Promise<AnonymousActor> {
    return { kind: 'anonymous', permissions: (await this.rules.current()).permissionsOf([ANONYMOUS_ROLE]) };
  }
}

/** Node keeps the first of several headers of this name. */
function isSentOnce({ rawHeaders }: Request, name: string): boolean {
  const named = (text: string, at: number) =>
    at % 2 === 0 && text.length === name.length && text.toLowerCase() === name;
  return rawHeaders.filter(named).length === 1;
}
