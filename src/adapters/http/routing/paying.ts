import { refuseUsedUp } from '../../../application/shared/paid-work.ts';
import type { LimitPolicy, TakenPoint } from '../../../application/shared/ports/rate-limiter.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import { limitKey } from '../../../domain/access/actor.ts';
import { addressSite } from '../../../domain/sessions/client-address.ts';
import { rateLimitHeaders } from '../output/rate-limit-headers.ts';
import { requestScope } from '../server/request-scope.ts';
import type { Exchange } from './exchange.ts';
import type { AnyAnswer, RouteDeclaration } from './route.ts';

/** Refunds the points of a request that the service refuses before it does any work. */
export type GiveBack = () => Promise<unknown>;

/** Consumes the limits of the route for the caller and the address. @throws TooManyRequests, StorageUnavailable */
export async function consumeRateLimits(
  { addressLimit }: RouteDeclaration,
  policy: LimitPolicy,
  actor: Actor,
  { res, dependencies }: Exchange,
): Promise<GiveBack> {
  const { client } = requestScope(res);
  const { limiter } = dependencies;
  const [key, site] = [limitKey(actor, client), addressSite(client.address)];
  const refund = (point: TakenPoint) => limiter.refund(point).catch(() => undefined);
  refuseUsedUp(limiter, [{ policy, key }, ...(addressLimit ? [{ policy: addressLimit, key: site }] : [])]);
  const point = await limiter.consume(policy, key);
  const ofAddress =
    addressLimit &&
    (await limiter.consume(addressLimit, site).catch(async (refusal: unknown) => {
      await refund(point);
      throw refusal;
    }));
  res.set(rateLimitHeaders(point));
  return () => Promise.all([refund(point), ofAddress && refund(ofAddress)]);
}

/**
 * Takes the most bytes that the action may store.
 * @returns a function that gives back what it has not stored: all, if it has no answer
 * @throws TooManyRequests, StorageUnavailable
 */
export async function takeStorage(
  { stores }: RouteDeclaration,
  actor: Actor,
  { res, dependencies: { stored } }: Exchange,
): Promise<(answer: AnyAnswer | undefined) => void> {
  const { atMost = 0, of = () => 0 } = stores ?? {};
  const { client } = requestScope(res);
  const storing = { site: addressSite(client.address), userId: limitKey(actor, client) };
  await stored.add(storing, atMost);
  return (answer) => stored.discard(storing, atMost - (answer ? of(answer) : 0));
}
