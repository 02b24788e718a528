import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { ParsedHashOptions } from '@node-rs/argon2';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '../../application/accounts/ports/password-hasher.ts';
import type { Owner } from '../../application/shared/fair-queue.ts';
import type { Metrics } from '../../application/shared/ports/metrics.ts';
import { ServerBusy } from '../../application/shared/server-busy.ts';
import { FairBulkhead, QueueFull } from './fair-bulkhead.ts';

/** `concurrency`: hashes computed at once; `maxQueue`: queued calls, further ones are refused. */
export type PasswordHasherSettings = { readonly concurrency: number; readonly maxQueue: number };

/**
 * argon2id with the minimum parameters of the OWASP Password Storage Cheat Sheet. Salt and hash have 16 and 32 bytes.
 * The package's enums exist at compile time only: algorithm 2 is argon2id, version 1 is 0x13 (RFC 9106).
 */
const TODAY = {
  algorithm: 2,
  version: 1,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const;
const SALT_BYTES = 16;

/**
 * Maximum parameters: 256 MiB, 16 passes. A stored hash with higher ones was not made by this service, and could
 * exhaust memory.
 */
const MAX_MEMORY_COST = 262_144;
const MAX_TIME_COST = 16;

/**
 * Hashes run on the four threads of libuv's pool, which file access and name resolution use as well. One thread is left
 * to these: without a limit, 200 hashes delayed a name look-up by 1.1 s.
 */
export const MAX_CONCURRENT_HASHES = 3;

/** One core is left to the event loop. */
const DEFAULT_SETTINGS: PasswordHasherSettings = {
  concurrency: Math.min(2, Math.max(1, availableParallelism() - 1)),
  maxQueue: 64,
};

/** The caller of operations on the command line. */
const NOBODY_KNOWN: Owner = { address: '', person: '' };

export class Argon2PasswordHasher implements PasswordHasher {
  private readonly queue: FairBulkhead;

  private constructor(
    settings: PasswordHasherSettings,
    private readonly dummyHash: string,
    private readonly metrics: Metrics | undefined,
  ) {
    this.queue = new FairBulkhead(settings);
  }

  /**
   * Computes the substitute hash for unknown names in advance, so that the first such log-in costs no more than others.
   */
  static async create(
    settings: Partial<PasswordHasherSettings> = {},
    metrics?: Metrics,
  ): Promise<Argon2PasswordHasher> {
    const dummyHash = await hash(randomBytes(32), TODAY);
    return new Argon2PasswordHasher({ ...DEFAULT_SETTINGS, ...settings }, dummyHash, metrics);
  }

  /** Number of running hashes. */
  get running(): number {
    return this.queue.running;
  }

  /** Number of queued calls. */
  get waiting(): number {
    return this.queue.waiting;
  }

  hash(password: string, caller = NOBODY_KNOWN): Promise<string> {
    return this.inTurn(caller, () => hash(password, TODAY));
  }

  /** An unreadable stored hash matches nothing and costs the same work. */
  async verify(
    passwordHash: string | undefined,
    password: string,
    caller = NOBODY_KNOWN,
  ): Promise<{ matches: boolean; outdated: boolean }> {
    const parameters = passwordHash === undefined ? undefined : readParameters(passwordHash);
    if (passwordHash === undefined || parameters === undefined) {
      await this.inTurn(caller, () => verify(this.dummyHash, password));
      return { matches: false, outdated: false };
    }
    const matches = await this.inTurn(caller, () => verify(passwordHash, password));
    return { matches, outdated: isWeakerThanToday(parameters) };
  }

  private async inTurn<T>(caller: Owner, work: () => Promise<T>): Promise<T> {
    try {
      return await this.queue.run(caller, () => this.timed(work));
    } catch (error) {
      if (error instanceof QueueFull) throw new ServerBusy({ retryAfterSeconds: 1, cause: error });
      throw error;
    }
  }

  /** Measures the work without its wait in the queue, which has its own metric. */
  private async timed<T>(work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      this.metrics?.time('password_hash_duration_seconds', {}, (performance.now() - startedMs) / 1000);
    }
  }
}

/** @returns `undefined` unless it is a usable PHC string of argon2 */
function readParameters(passwordHash: string): ParsedHashOptions | undefined {
  try {
    const parameters = parseOptions(passwordHash);
    const affordable = parameters.memoryCost <= MAX_MEMORY_COST && parameters.timeCost <= MAX_TIME_COST;
    return affordable ? parameters : undefined;
  } catch {
    return undefined;
  }
}

function isWeakerThanToday(parameters: ParsedHashOptions): boolean {
  return (
    parameters.algorithm !== TODAY.algorithm ||
    parameters.version !== TODAY.version ||
    parameters.memoryCost < TODAY.memoryCost ||
    parameters.timeCost < TODAY.timeCost ||
    parameters.parallelism < TODAY.parallelism ||
    parameters.outputLen < TODAY.outputLen ||
    parameters.saltLen < SALT_BYTES
  );
}
