import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Container } from 'inversify';
import winston from 'winston';
import { PrometheusMetrics } from '../../src/adapters/observability/prometheus-metrics.ts';
import type { OpenDatabase } from '../../src/adapters/persistence/engine/database.ts';
import { openDatabase } from '../../src/adapters/persistence/engine/database.ts';
import { asService, whoseStatement } from '../../src/bootstrap/current-work.ts';
import type { Service } from '../../src/bootstrap/service.ts';
import { assemble } from '../../src/bootstrap/service.ts';
import { loadSettings } from '../../src/bootstrap/settings/load-settings.ts';
import { tokens } from '../../src/bootstrap/tokens.ts';
import { given } from '../../src/domain/shared/given.ts';
import { PlainPasswordHasher } from '../fakes/plain-password-hasher.ts';
import type { TestDatabase } from './database.ts';
import { openTestDatabase, quickestEngine } from './database.ts';
import type { Answer } from './openapi-conformance.ts';
import { assertDocumented } from './openapi-conformance.ts';
import { written } from './written.ts';

export type Call = {
  token?: string | undefined;
  body?: unknown;
  /** A form to send in place of JSON. */
  form?: Record<string, string> | undefined;
  /** A body to send unchanged; its `Content-Type` must be in `headers`. */
  rawBody?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

export type TestApp = {
  url: string;
  /** The URL for other instances on the same database; PGlite has none. */
  databaseUrl: string | undefined;
  service: Service;
  /** The Express application that answers. */
  application: ReturnType<Service['createHttpApp']>;
  /** Everything logged so far, one object a line. */
  log: Record<string, unknown>[];
  /** Calls the service and fails on any answer that its OpenAPI document does not promise. */
  call: (method: string, path: string, call?: Call) => Promise<Answer>;
  /** Registers a new person and logs in. */
  logIn: (name?: string) => Promise<{ token: string; username: string; password: string }>;
  close: () => Promise<void>;
};

/** Required settings. */
const NEEDED = { AUTH_SECRET: 'd5W1n0vJ8qTzR4yK7uXbM2cGfL9hPsEa6iOQ' };

/** Limits so high that no test reaches them by accident. */
const SETTINGS = {
  LIMIT_LOGIN_PER_ACCOUNT: '100000',
  LIMIT_LOGIN_PER_ADDRESS: '100000',
  LIMIT_REGISTER_PER_MINUTE: '100000',
  LIMIT_SEARCH_PER_MINUTE: '100000',
  LIMIT_IMPORTS_PER_HOUR: '100000',
  LIMIT_STORED_MB_PER_DAY: '100000',
  LIMIT_KINOPOISK_PER_DAY: '100000',
  LIMIT_LISTS_PER_USER: '100000',
  LIMIT_LISTS_PER_ADDRESS: '100000',
  LIMIT_KINOPOISK_UNKNOWN_PER_DAY: '100000',
  KINOPOISK_LARGEST_ID: '2147483647',
  // Otherwise everybody who registers in a test would have the limits of new people.
  LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
};

/**
 * Starts the service in this process on a new database. `rebind` replaces adapters before the container creates any.
 */
export async function startTestApp({
  engine = quickestEngine(),
  poolSize,
  settings = {},
  hasDefaultLimits = false,
  hasArgon2 = false,
  rebind,
  page = 'tests/no-such-page',
  besides,
}: {
  /** By default the quickest available engine. */
  engine?: 'pglite' | 'postgresql';
  /** Connections to PostgreSQL; PGlite has one. */
  poolSize?: number;
  settings?: Record<string, string>;
  /** With the default limits instead of very high ones. */
  hasDefaultLimits?: boolean;
  /**
   * Hashes passwords with Argon2. By default it does not, because a hash takes 24 ms of CPU time and most tests only
   * log in.
   */
  hasArgon2?: boolean;
  rebind?: (container: Container) => void;
  /** The folder of the web page; by default the service has no page. */
  page?: string;
  /** Another instance, on PostgreSQL, whose database this one shares. */
  besides?: TestApp;
} = {}): Promise<TestApp> {
  const database: OpenDatabase & Partial<Pick<TestDatabase, 'url'>> = besides
    ? await sharedDatabase(besides)
    : await openTestDatabase(engine, { ...given({ poolSize }), whose: whoseStatement, asService });
  const { logger, log } = collectingLogger();
  const wanted = { ...NEEDED, ...(!hasDefaultLimits && SETTINGS), ...settings };
  written.noteSecrets(wanted);
  const service = await assemble(loadSettings(wanted), logger, database, new PrometheusMetrics());
  if (!hasArgon2) service.container.rebind(tokens.passwordHasher).toConstantValue(new PlainPasswordHasher());
  rebind?.(service.container);
  service.lifecycle.phase = 'serving';
  const application = service.createHttpApp({ page });
  const server = createServer(application);
  // Server and client share the event loop, so after long work of a test the client could reuse a connection in the same
  // turn in which the server closes it.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const call: TestApp['call'] = async (method, path, options = {}) => {
    const answer = await send(url, method, path, options);
    assertDocumented(method, path, answer);
    return answer;
  };
  let people = 0;
  return {
    url,
    databaseUrl: besides?.databaseUrl ?? database.url,
    service,
    application,
    log,
    call,
    logIn: async (name) => {
      const username = name ?? `person${++people}x${Math.random().toString(36).slice(2, 8)}`;
      const password = 'correct horse battery staple';
      await call('POST', '/auth/register', { body: { username, password } });
      const { body } = await call('POST', '/auth/login', { body: { login: username, password } });
      return { token: (body as { access_token: string }).access_token, username, password };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await service.close();
    },
  };
}

async function sharedDatabase({ databaseUrl: url }: TestApp): Promise<OpenDatabase> {
  if (url === undefined) throw new Error('PGlite is for one instance');
  return openDatabase({ url, migrationsFolder: 'drizzle', whose: whoseStatement, asService });
}

async function send(
  url: string,
  method: string,
  path: string,
  { token, body, form, rawBody, headers }: Call,
): Promise<Answer> {
  const response = await fetch(url + path, {
    // `fetch` makes other methods upper-case itself, but not `patch`.
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(form !== undefined && { body: new URLSearchParams(form) }),
    ...(rawBody !== undefined && { body: rawBody }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const answered: unknown = isJson ? JSON.parse(text) : text;
  written.noteSecrets([{ token }, body, form, headers, answered]);
  return { status: response.status, headers: response.headers, text, body: answered };
}

function collectingLogger() {
  const log: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(line: Buffer, _encoding, done) {
      written.add('app', line.toString());
      log.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  const transport = new winston.transports.Stream({ stream });
  return {
    logger: winston.createLogger({ level: 'debug', format: winston.format.json(), transports: [transport] }),
    log,
  };
}
