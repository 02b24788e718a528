import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { RequestScope } from '../../../src/adapters/http/server/request-scope.ts';
import { asService, currentRequest, whoseStatement, withRequest } from '../../../src/bootstrap/current-work.ts';
import { clientAt } from '../../builders/session.ts';

const scope = { requestId: 'r1', client: clientAt('2001:db8:1:2::3') } as RequestScope;

const seen = () => ({ request: currentRequest()?.requestId, owner: whoseStatement() });
const ofRequest = { request: 'r1', owner: { address: '2001:db8:1::/48', person: '2001:db8:1:2::/64' } };

it('statements belong to the address of the request, also after a wait', async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof seen>>();
  withRequest(scope, () => void nextTurn().then(() => resolve(seen())));
  expect(await promise).toEqual(ofRequest);
});

it('outside of requests, they belong to the background', () => {
  expect(seen()).toEqual({ request: undefined, owner: { address: '', person: '', work: 'background' } });
});

it('shared work that a request starts is outside of that request, and so is everything that follows it', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  withRequest(scope, () => {
    const [inWork, besides] = [asService('quota', seen), seen()];
    const later = asService('changes', () => nextTurn().then(seen));
    void later.then((following) => resolve([inWork, besides, following, seen()]));
  });
  const ofWork = (name: string) => ({
    request: undefined,
    owner: { address: `service ${name}`, person: `service ${name}`, work: 'shared' },
  });
  expect(await promise).toEqual([ofWork('quota'), ofRequest, ofWork('changes'), ofRequest]);
});
