import type { Container } from 'inversify';
import type { Logger } from 'winston';
import type { RequestScope } from '../../adapters/http/server/request-scope.ts';
import type { PrometheusMetrics } from '../../adapters/observability/prometheus-metrics.ts';
import type { DatabaseAccessRules } from '../../adapters/persistence/access/database-access-rules.ts';
import type { OpenDatabase } from '../../adapters/persistence/engine/database.ts';
import type { DatabaseRevocationList } from '../../adapters/persistence/sessions/database-revocation-list.ts';
import type { Argon2PasswordHasher } from '../../adapters/security/argon2-password-hasher.ts';
import type { SigningKeys } from '../../adapters/security/signing-keys.ts';
import type { Lifecycle } from '../../application/service/check-readiness.ts';
import type { AsService } from '../../application/shared/ports/as-service.ts';
import type { ErrorReporter } from '../../application/shared/ports/error-reporter.ts';
import type { About, Observers, UseCase, UseCaseClass } from '../../application/shared/use-case.ts';
import { observed } from '../../application/shared/use-case.ts';
import type { Settings } from '../settings/settings-schema.ts';
import type { Get, Token } from '../tokens.ts';
import { tokens } from '../tokens.ts';

/** Resources opened before the container exists, because opening takes time. */
export type Resources = {
  readonly settings: Settings;
  readonly keys: SigningKeys;
  readonly database: OpenDatabase;
  readonly revocations: DatabaseRevocationList;
  readonly rules: DatabaseAccessRules;
  readonly passwordHasher: Argon2PasswordHasher;
  readonly logger: Logger;
  readonly errors: ErrorReporter;
  readonly metrics: PrometheusMetrics;
  readonly lifecycle: Lifecycle;
  readonly currentRequest: () => Omit<RequestScope, 'client' | 'language'> | undefined;
  readonly asService: AsService;
};

/** The functions that a module binds with. Each object is created once, when it is first needed. */
export type Binding = {
  /** Binds the adapter of a port under the port's token, and a service under its class. */
  readonly bind: <T>(token: Token<T>, make: () => T) => void;
  /**
   * Binds a use case under its class. Log and metrics use the name of its operation; `about` adds details to the log.
   */
  readonly bindUseCase: <T extends UseCase>(type: UseCaseClass<T>, make: () => T, about?: About<T>) => void;
  readonly get: Get;
};

/** Binds the adapters, the services and the use cases of one subject. */
export type Module = (binding: Binding, resources: Resources) => void;

export function bindingOf(container: Container): Binding {
  const get: Get = (token) => container.get(token);
  const bind: Binding['bind'] = (token, make) => {
    container.bind(token).toDynamicValue(make);
  };
  return {
    get,
    bind,
    bindUseCase: (type, make, about) => {
      bind(type, () => observed(type.operation.name, make(), { ...observers(get), ...(about && { about }) }));
    },
  };
}

/** The observers of every run of a use case. */
export function observers(get: Get): Observers {
  return { log: get(tokens.operationLog), metrics: get(tokens.metrics), clock: get(tokens.clock) };
}
