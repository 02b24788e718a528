import type { Actor } from '../../domain/access/actor.ts';
import { actorName, representedUser } from '../../domain/access/actor.ts';
import { DomainError } from '../../domain/shared/errors.ts';
import type { Operation } from './operation.ts';
import type { Clock } from './ports/clock.ts';
import type { Metrics } from './ports/metrics.ts';
import type { OperationLog, OperationRecord } from './ports/operation-log.ts';

/** One operation of the service, run on behalf of an actor. */
export interface UseCase {
  execute(actor: Actor, ...input: never[]): Promise<unknown>;
}

/** The class of a use case states which operation it is. */
export type UseCaseClass<T extends UseCase = UseCase> = (abstract new (...parts: never[]) => T) & {
  readonly operation: Operation;
};

/** Extracts the fields of input and result that the log may contain. They must not be secret. */
export type About<T extends UseCase> = (
  ...seen: [...InputOf<T>, Awaited<ReturnType<T['execute']>> | undefined]
) => Readonly<Record<string, unknown>>;

type Outcome = Pick<OperationRecord, 'status' | 'details' | 'cause'>;

type InputOf<T extends UseCase> = T extends { execute(actor: Actor, ...input: infer I): unknown } ? I : never;

/** What `observed` needs to measure and report the runs of a use case. */
export type Observers = { readonly log: OperationLog; readonly metrics: Metrics; readonly clock: Clock };

/** Wraps a use case: every run writes one line to the operation log, however it ends, and is counted in the metrics. */
export function observed<T extends UseCase>(
  operation: string,
  useCase: T,
  { log, metrics, clock, about }: Observers & { readonly about?: About<T> },
): T {
  const execute = async (actor: Actor, ...input: never[]): Promise<unknown> => {
    const startedMs = clock.monotonicMs();
    const record = (outcome: Outcome, result?: Awaited<ReturnType<T['execute']>>) => {
      const durationMs = clock.monotonicMs() - startedMs;
      const represented = representedUser(actor);
      const details = {
        ...(represented !== undefined && { on_behalf_of: represented }),
        ...about?.(...(input as InputOf<T>), result),
        ...outcome.details,
      };
      metrics.count('operations_total', { operation, status: outcome.status });
      metrics.time('operation_duration_seconds', { operation }, durationMs / 1000);
      log.record({
        operation,
        durationMs,
        actor: actorName(actor),
        ...outcome,
        ...(Object.keys(details).length > 0 && { details }),
      });
    };
    const outcome = await useCase.execute(actor, ...input).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    if ('result' in outcome) {
      record({ status: 'ok' }, outcome.result as Awaited<ReturnType<T['execute']>>);
      return outcome.result;
    }
    const { error } = outcome;
    record(error instanceof DomainError ? expected(error) : { status: 'internal-error', cause: error });
    throw error;
  };
  return Object.assign(Object.create(useCase) as T, { execute });
}

/** Operators need the cause of a failure that they may have to fix. For a refusal, the code is enough. */
function expected({ code: status, details, cause }: DomainError): Outcome {
  return { status, ...(details && { details }), ...(cause !== undefined && { cause }) };
}
