import type { Permission } from '../../domain/access/permission.ts';

/**
 * Who may run an operation. Of several permissions any one is enough. `anyone`: nobody is refused, but the answer depends on
 * the caller. `public`: the caller does not matter. `service`: only the service itself and its operator.
 */
export type OperationPermission = Permission | readonly Permission[] | 'anyone' | 'public' | 'service';

/**
 * The name of an operation in logs, metrics and the OpenAPI document, and who may run it. A use case states both once; its
 * route and its binding take them from there.
 */
export type Operation<P extends OperationPermission = OperationPermission> = {
  readonly name: string;
  readonly permission: P;
};

export function declareOperation<const P extends OperationPermission>(name: string, permission: P): Operation<P> {
  return { name, permission };
}
