import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Exchange, refusal, send } from './answer.ts';
import { CallLimits, type RateLimits } from './call-limits.ts';
import { Catalogue, type Profile } from './catalogue.ts';
import { type Fault, type FaultName, faults } from './faults.ts';
import { type Film, type FilmFacts, inventFilm } from './film.ts';
import { builtInFilms } from './films.ts';
import { KinopoiskApi, type KinopoiskApiSettings } from './kinopoisk-api.ts';
import { type Operation, recognize } from './operation.ts';
import { builtInProfiles } from './profiles.ts';

export type KinopoiskStandInSettings = KinopoiskApiSettings & {
  /** 0 chooses a free one. */
  readonly port: number;
  /** Films in addition to the built-in ones. */
  readonly films: readonly Film[];
  /** `undefined`: none; `recordedRateLimits`: Kinopoisk's. */
  readonly rateLimits: RateLimits | undefined;
  readonly latencyMs: number;
  /** Whether calls of `/api_keys` count in the quota. We do not know whether Kinopoisk counts them. */
  readonly countsKeyCalls: boolean;
};

export type RecordedCall = {
  readonly operation: Operation;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, with a fraction. */
  readonly at: number;
  readonly headers: Readonly<Partial<Record<(typeof recordedHeaders)[number], string>>>;
};

export type FaultScope = {
  /** Every operation by default. */
  readonly operation?: Operation;
  /** The number of calls that have the fault; by default all. */
  readonly times?: number;
};

const recordedHeaders = [
  'host',
  'x-api-key',
  'accept',
  'accept-encoding',
  'content-type',
  'user-agent',
  'traceparent',
  'tracestate',
  'baggage',
] as const;

const defaults: KinopoiskStandInSettings = {
  apiKey: '5a3d1e00-0000-4000-8000-57a2d1200000',
  dailyQuota: 500_000,
  noResults: 'not-found',
  port: 0,
  films: [],
  rateLimits: undefined,
  latencyMs: 0,
  countsKeyCalls: false,
};

/** Starts a server on the loopback address that answers as Kinopoisk does, but without rate limits by default. */
export async function startKinopoiskStandIn(
  options: Partial<KinopoiskStandInSettings> = {},
): Promise<KinopoiskStandIn> {
  const standIn = new KinopoiskStandIn({ ...defaults, ...options });
  await standIn.listen();
  return standIn;
}

export class KinopoiskStandIn {
  readonly #settings: KinopoiskStandInSettings;
  readonly #catalogue = new Catalogue();
  readonly #limits: CallLimits;
  readonly #api: KinopoiskApi;
  readonly #server = createServer((request, response) => this.#receive(request, response));
  readonly #calls: RecordedCall[] = [];
  #faults: { strike: Fault; operation: Operation | undefined; timesLeft: number }[] = [];
  #latencyMs: number;
  #port: number;

  constructor(settings: KinopoiskStandInSettings) {
    this.#settings = settings;
    this.#port = settings.port;
    this.#latencyMs = settings.latencyMs;
    this.#limits = new CallLimits(settings.dailyQuota, settings.rateLimits);
    this.#api = new KinopoiskApi(this.#catalogue, this.#limits, settings);
    for (const film of [...builtInFilms, ...settings.films]) this.#catalogue.addFilm(film);
    for (const [userId, profile] of builtInProfiles) this.#catalogue.addProfile(userId, profile);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get apiKey(): string {
    return this.#settings.apiKey;
  }

  /** Oldest first, with refused calls and those with a fault. */
  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  callsOf(operation: Operation): readonly RecordedCall[] {
    return this.#calls.filter((call) => call.operation === operation);
  }

  forgetCalls(): void {
    this.#calls.length = 0;
  }

  /** The most calls that arrived within any one second. */
  busiestSecond(operation?: Operation): number {
    const times = (operation === undefined ? this.#calls : this.callsOf(operation)).map(({ at }) => at);
    let first = 0;
    return times.reduce((most, at, last) => {
      while ((times[first] ?? at) <= at - 1_000) first += 1;
      return Math.max(most, last - first + 1);
    }, 0);
  }

  /** Adds a fault: a name in `faults`, or a function. If several faults apply to a call, the latest one is used. */
  failWith(fault: Fault | FaultName, { operation, times = Infinity }: FaultScope = {}): void {
    const strike = typeof fault === 'string' ? faults[fault]() : fault;
    this.#faults.unshift({ strike, operation, timesLeft: times });
  }

  /** Removes all faults, but not the latency. Calls that hang already still hang. */
  heal(): void {
    this.#faults = [];
  }

  setLatency(latencyMs: number): void {
    this.#latencyMs = latencyMs;
  }

  addFilm(facts: FilmFacts): Film {
    const film = inventFilm(facts);
    this.#catalogue.addFilm(film);
    return film;
  }

  addProfile(userId: number, profile: Profile): void {
    this.#catalogue.addProfile(userId, profile);
  }

  get quotaUsed(): number {
    return this.#limits.used;
  }

  spendQuota(): void {
    this.#limits.spendQuota();
  }

  /** Renews the quota, as Kinopoisk does at midnight; the stand-in does it only by this call. */
  renewQuota(): void {
    this.#limits.renewQuota();
  }

  /** Starts again after `close`, at the same address and with the same films, calls and faults. */
  async listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends open connections at once and refuses new ones. May be called again. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const { operation, parameter } = recognize(url.pathname);
    this.#calls.push({
      operation,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      at: performance.timeOrigin + performance.now(),
      headers: Object.fromEntries(recordedHeaders.flatMap((name) => entryOf(name, request.headers[name]))),
    });
    const rightAnswer = this.#decide(request, operation, parameter, url.searchParams);
    const fault = this.#nextFault(operation);
    const exchange: Exchange = { request, response, rightAnswer };
    const reply = () => (fault === undefined ? send(exchange, rightAnswer) : fault(exchange));
    if (this.#latencyMs === 0) {
      reply();
      return;
    }
    const timer = setTimeout(reply, this.#latencyMs);
    response.once('close', () => clearTimeout(timer));
  }

  /** Every call counts in the quota, even a refused one or one with a fault, except calls with a wrong key. */
  #decide(request: IncomingMessage, operation: Operation, parameter: string, query: URLSearchParams): Answer {
    if (request.method !== 'GET') return refusal(405);
    if (request.headers['x-api-key'] !== this.apiKey) return refusal(401);
    const isCounted = operation !== 'api-key' || this.#settings.countsKeyCalls;
    return this.#limits.take(operation, { isCounted }) ?? this.#api.answer(operation, parameter, query);
  }

  #nextFault(operation: Operation): Fault | undefined {
    const fault = this.#faults.find((each) => each.operation === undefined || each.operation === operation);
    if (fault === undefined) return undefined;
    fault.timesLeft -= 1;
    if (fault.timesLeft <= 0) this.#faults = this.#faults.filter((each) => each !== fault);
    return fault.strike;
  }
}

function entryOf(name: string, value: string | string[] | undefined): [string, string][] {
  return value === undefined ? [] : [[name, String(value)]];
}
