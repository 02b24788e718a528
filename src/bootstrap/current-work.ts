import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestScope } from '../adapters/http/server/request-scope.ts';
import { ofNobody } from '../adapters/persistence/engine/sql-runner.ts';
import type { Owner } from '../application/shared/fair-queue.ts';
import { ownerAt } from '../application/shared/fair-queue.ts';
import type { AsService } from '../application/shared/ports/as-service.ts';

type Work =
  | { readonly request: RequestScope; readonly owner?: undefined }
  | { readonly request?: undefined; readonly owner: Owner };

/** The request that is served at the moment, or the shared work of the service that runs. */
const current = new AsyncLocalStorage<Work>();

export function currentRequest(): RequestScope | undefined {
  return current.getStore()?.request;
}

export function withRequest(request: RequestScope, run: () => void): void {
  current.run({ request }, run);
}

export const asService: AsService = (name, run) => {
  const address = `service ${name}`;
  return current.run({ owner: { address, person: address, work: 'shared' } }, run);
};

/** The owner of the current statements: the address of the request, shared work of the service, or background work. */
export function whoseStatement(): Owner {
  const { request, owner = ofNobody() } = current.getStore() ?? {};
  return request ? ownerAt(request.client.address) : owner;
}
