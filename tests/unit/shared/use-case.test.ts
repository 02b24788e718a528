import { beforeEach, describe, expect, it } from 'vitest';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import type { UseCase } from '../../../src/application/shared/use-case.ts';
import { observed } from '../../../src/application/shared/use-case.ts';
import type { Actor } from '../../../src/domain/access/actor.ts';
import { actorName } from '../../../src/domain/access/actor.ts';
import { MovieNotFound } from '../../../src/domain/films/movie.ts';
import { RefreshTokenReused } from '../../../src/domain/sessions/session.ts';
import { anonymous, aUserActor, operator } from '../../builders/actor.ts';
import { CollectingOperationLog } from '../../fakes/collecting-operation-log.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';

const cli: Actor = { kind: 'system', name: 'cli' };

/** Greets somebody, which takes a quarter of a second. */
class Greet implements UseCase {
  constructor(
    private readonly clock: FixedClock,
    private readonly greeting = 'Hello',
  ) {}

  async execute(actor: Actor, input: { name: string }): Promise<string> {
    this.clock.advanceSeconds(0.25);
    return `${this.greeting} ${input.name}, says ${actorName(actor)}`;
  }

  get mood(): string {
    return this.greeting === 'Hello' ? 'friendly' : 'gloomy';
  }
}

/** Fails after a quarter of a second. */
class Fail implements UseCase {
  constructor(
    private readonly clock: FixedClock,
    private readonly failure: unknown,
  ) {}

  async execute(_actor: Actor): Promise<never> {
    this.clock.advanceSeconds(0.25);
    throw this.failure;
  }
}

describe('observed', () => {
  let clock: FixedClock;
  let log: CollectingOperationLog;
  let metrics: CountingMetrics;

  beforeEach(() => {
    clock = new FixedClock();
    log = new CollectingOperationLog();
    metrics = new CountingMetrics();
  });

  it('returns the result of the use case, and logs its success', async () => {
    const greet = observed('greet', new Greet(clock), { log, metrics, clock });
    expect(await greet.execute(cli, { name: 'Alice' })).toBe('Hello Alice, says cli');
    expect(log.records).toEqual([{ operation: 'greet', status: 'ok', durationMs: 250, actor: 'cli' }]);
  });

  it('logs the operator as the actor, and the user as the represented one', async () => {
    const greet = observed('greet', new Greet(clock), { log, metrics, clock, about: ({ name }) => ({ name }) });
    await greet.execute(aUserActor({ operator }), { name: 'Alice' });
    expect(log.records).toMatchObject([
      { actor: 'cli', details: { on_behalf_of: aUserActor().userId, name: 'Alice' } },
    ]);
  });

  it('counts every run and times it, under its name and status', async () => {
    const greet = observed('greet', new Greet(clock), { log, metrics, clock });
    await greet.execute(cli, { name: 'Alice' });
    await greet.execute(anonymous, { name: 'Bob' });
    const fail = observed('fail', new Fail(clock, new MovieNotFound()), { log, metrics, clock });
    await fail.execute(cli).catch(() => undefined);
    const breaks = observed('break', new Fail(clock, new TypeError('x is undefined')), { log, metrics, clock });
    await breaks.execute(cli).catch(() => undefined);
    expect(metrics.counts).toEqual({
      'operations_total greet ok': 2,
      'operations_total fail movie-not-found': 1,
      'operations_total break internal-error': 1,
    });
    expect(metrics.times).toEqual(
      ['greet', 'greet', 'fail', 'break'].map((operation) => `operation_duration_seconds ${operation}`),
    );
  });

  it('logs every run', async () => {
    const greet = observed('greet', new Greet(clock), { log, metrics, clock });
    await greet.execute(cli, { name: 'Alice' });
    await greet.execute(anonymous, { name: 'Bob' });
    expect(log.records.map(({ actor }) => actor)).toEqual(['cli', 'anonymous']);
  });

  it('keeps all other members of the use case', () => {
    const greet = observed('greet', new Greet(clock, 'Alas'), { log, metrics, clock });
    expect(greet).toBeInstanceOf(Greet);
    expect(greet.mood).toBe('gloomy');
  });

  it('does not change the use case itself', async () => {
    const greet = new Greet(clock);
    observed('greet', greet, { log, metrics, clock });
    await greet.execute(cli, { name: 'Alice' });
    expect(log.records).toEqual([]);
  });

  it('logs the declared parts of the input, of the result and of a failure, and nothing if there are none', async () => {
    const about = ({ name }: { name: string }, greeting: string | undefined) => ({ name, length: greeting?.length });
    await observed('greet', new Greet(clock), { log, metrics, clock, about }).execute(cli, { name: 'Alice' });
    const failure = new RefreshTokenReused({ details: { session: 'of Alice' } });
    const fail = observed('fail', new Fail(clock, failure), {
      log,
      metrics,
      clock,
      about: () => ({ user: undefined }),
    });
    await expect(fail.execute(cli)).rejects.toBe(failure);
    expect(log.records.map(({ status, details }) => [status, details])).toEqual([
      ['ok', { name: 'Alice', length: 21 }],
      ['refresh-token-reused', { session: 'of Alice' }],
    ]);
  });

  it.each([
    ['a refusal by its code alone', new MovieNotFound(), { status: 'movie-not-found' }],
    [
      'an expected failure with what lies behind it',
      new StorageUnavailable({ cause: 'connection refused' }),
      { status: 'database-unavailable', cause: 'connection refused' },
    ],
    ['a fault of the service with all of it', new TypeError('x is undefined'), { status: 'internal-error' }],
    ['something thrown that is no error', 'boom', { status: 'internal-error' }],
  ])('logs %s, and throws it again', async (_, failure, outcome) => {
    const fail = observed('fail', new Fail(clock, failure), { log, metrics, clock });
    const thrown = await fail.execute(cli).catch((error: unknown) => error);
    expect(thrown).toBe(failure);
    const cause = outcome.status === 'internal-error' ? { cause: failure } : {};
    expect(log.records).toStrictEqual([{ operation: 'fail', durationMs: 250, actor: 'cli', ...cause, ...outcome }]);
  });
});
