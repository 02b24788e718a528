import type { Container } from 'inversify';
import { tokens } from '../../src/bootstrap/tokens.ts';

export type PortName = keyof typeof tokens;

/** Ports whose adapters store in the database. */
export const STORING: readonly PortName[] = [
  'accessRules',
  'apiQuota',
  'directorRepository',
  'enrichmentQueue',
  'favoriteMovieRepository',
  'filmIndex',
  'genreRepository',
  'importQueue',
  'importRepository',
  'loginHistory',
  'movieRepository',
  'personalTokenRepository',
  'rateLimiter',
  'restrictionRepository',
  'roleRepository',
  'searchRepository',
  'sessionRepository',
  'storage',
  'missingFilms',
  'userRepository',
];

/** Replaces the adapters of ports in a container by ones that can be made to fail. */
export class FaultSwitch {
  private readonly failures = new Map<PortName, Error>();

  /** Replaces the bindings of the ports; call it before the container has created anything that uses them. */
  install(container: Container, ports: readonly PortName[]): void {
    for (const port of ports) {
      const adapter = container.get<object>(tokens[port]);
      container.rebind<object>(tokens[port]).toConstantValue(this.breakable(port, adapter));
    }
  }

  /** From now on every call of these ports fails with this error. */
  breaks(ports: readonly PortName[], failure: Error): void {
    for (const port of ports) this.failures.set(port, failure);
  }

  heal(): void {
    this.failures.clear();
  }

  private breakable(port: PortName, adapter: object): object {
    return new Proxy(adapter, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        return (...input: unknown[]): unknown => {
          const failure = this.failures.get(port);
          if (failure === undefined) return Reflect.apply(member, target, input);
          if (name === 'stream') return brokenStream(failure);
          throw failure;
        };
      },
    });
  }
}

/** A list that fails when it is read and not when it is opened, as that of a database. */
function brokenStream(failure: Error): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) };
}
