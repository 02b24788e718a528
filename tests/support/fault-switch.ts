import type { Container } from 'inversify';
import { tokens } from '../../src/bootstrap/tokens.ts';

export type PortName = keyof typeof tokens;

/** Ports whose adapters keep things in the database. */
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

/** Stands between the container's ports and their adapters and makes those fail that it is told to. */
export class FaultSwitch {
  private readonly failures = new Map<PortName, Error>();

  /** Takes hold of the ports as they are bound now; to be called before anything gets them. */
  install(container: Container, ports: readonly PortName[]): void {
    for (const port of ports) {
      const adapter = container.get<object>(tokens[port]);
      container.rebind<object>(tokens[port]).toConstantValue(this.breakable(port, adapter));
    }
  }

  /** From now on every call of these ports ends with the failure. */
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

/** As a database does it: opening is fine, reading is not. */
function brokenStream(failure: Error): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) };
}
