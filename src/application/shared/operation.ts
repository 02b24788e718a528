import type { Permission } from '../../domain/access/permission.ts';

/**
 * The permission that an operation requires. If there are several, one of them is enough. `anyone`: nobody is refused,
 * but the answer depends on the caller. `public`: the caller does not matter. `service`: only the service itself and
 * its operator.
 */
export type OperationPermission = Permission | readonly Permission[] | 'anyone' | 'public' | 'service';

/**
 * An operation's name in logs, metrics and the OpenAPI document, and its permission. The use case states both; its
 * route and its binding read them from there. `needsSession`: the operation refuses all personal tokens.
 */
export type Operation<P extends OperationPermission = OperationPermission> = {
  readonly name: string;
  readonly permission: P;
  readonly needsSession: boolean;
};

export function declareOperation<const P extends OperationPermission>(
  name: string,
  permission: P,
  { needsSession = false }: { needsSession?: boolean } = {},
): Operation<P> {
  return { name, permission, needsSession };
}
