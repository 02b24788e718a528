import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Argon2PasswordHasher } from '../src/adapters/security/argon2-password-hasher.ts';
import { HmacRefreshTokens } from '../src/adapters/security/hmac-refresh-tokens.ts';
import { JoseAccessTokens } from '../src/adapters/security/jose-access-tokens.ts';
import { deriveSigningKeys } from '../src/adapters/security/signing-keys.ts';
import { SystemClock } from '../src/adapters/system/system-clock.ts';
import { UuidV7Generator } from '../src/adapters/system/uuid-v7-generator.ts';
import { findPostgres } from '../tests/support/postgres-binaries.ts';
import { PostgresCluster } from '../tests/support/postgres-cluster.ts';
import { createDatabase, onServer } from '../tests/support/postgres-server.ts';
import { StatementCounter } from '../tests/support/statement-counter.ts';
import { startChild } from './child.ts';
import type { FloorTask } from './floor/server.ts';
import type { BenchedService } from './service.ts';
import { entryOf, startService, v8Flags } from './service.ts';
import type { Side } from './side-by-side.ts';

export const AUTH_SECRET = 'kN4vXq8Zr1Lw6TyB3mPc9HsJ7dGfUa2EoViR';
export const PASSWORD = 'a shelf with 1999 films on it';
const FILMS_ON_A_SHELF = 12;
const POOL_SIZE = 10;

/**
 * As on an operator's server, commits wait for the disk. All other settings are PostgreSQL's defaults, except
 * `max_wal_size`, which is needed to insert 10 million rows.
 */
const SERVER_SETTINGS = ['fsync=on', 'full_page_writes=on', 'max_wal_size=4GB'];

const keys = deriveSigningKeys(AUTH_SECRET);
/** Uses the algorithm that earlier commits also accept. */
const claims = { algorithm: 'EdDSA', issuer: 'kinopolka', audience: 'kinopolka', ttlSeconds: 900 } as const;
const accessTokens = new JoseAccessTokens(keys, new SystemClock(), new UuidV7Generator(), claims);
const refreshTokens = new HmacRefreshTokens(keys);

/** The PostgreSQL server of a run and everything else that was started for it; {@link close} ends it all. */
export class Rig {
  private readonly started: (() => Promise<void>)[] = [];

  private constructor(private readonly serverUrl: string) {}

  /** Starts a PostgreSQL server, or uses the one at `BENCH_POSTGRES_URL`, whose user must be a superuser. */
  static async open(): Promise<Rig> {
    const given = process.env['BENCH_POSTGRES_URL'];
    if (given !== undefined) return new Rig(given);
    const binaries = await findPostgres();
    if (!binaries) throw new Error('This machine has no PostgreSQL: set BENCH_POSTGRES_URL');
    const cluster = await PostgresCluster.create(binaries, SERVER_SETTINGS);
    const rig = new Rig(cluster.url);
    rig.started.push(() => cluster.destroy());
    return rig;
  }

  /** Creates a database without rows, migrated by the built service in `folder`. @returns its URL */
  async createEmptyDatabase(folder = '.'): Promise<string> {
    const url = await createDatabase({ url: this.serverUrl, prefix: 'bench_', template: 'template1' });
    commanded('db:migrate', url, folder);
    return url;
  }

  /** Creates a database with the bundled films and `people` who have 12 films each on their shelf. @returns its URL */
  async createDatabase(people: number, folder = '.'): Promise<string> {
    const url = await this.createEmptyDatabase(folder);
    commanded('db:seed', url, folder);
    const passwordHash = await (await Argon2PasswordHasher.create()).hash(PASSWORD);
    await onServer(url, (sql) => sql.unsafe(peopleAndShelves(people, passwordHash)));
    await onServer(url, (sql) => sql.unsafe('vacuum analyze'));
    return url;
  }

  /** Starts the built service of `folder`. */
  async startService(
    databaseUrl: string,
    settings: Readonly<Record<string, string>> = {},
    folder = '.',
  ): Promise<BenchedService & Side> {
    const service = await startService(
      { DATABASE_URL: databaseUrl, DB_POOL_SIZE: String(POOL_SIZE), AUTH_SECRET, ...settings },
      folder,
    );
    this.started.push(service.stop);
    return { ...service, databaseUrl };
  }

  /** Starts the floor. `hashesAtOnce`: how many passwords it verifies at a time, as many as the service. */
  async startFloor(databaseUrl: string, hashesAtOnce: number): Promise<Side> {
    const task: FloorTask = { databaseUrl, poolSize: POOL_SIZE, authSecret: AUTH_SECRET, hashesAtOnce };
    const { child, reply } = await startChild('floor/server.ts', task, v8Flags());
    this.started.push(async () => child.disconnect());
    return { ...(reply as { url: string }), pid: child.pid ?? 0, databaseUrl };
  }

  /** Starts a proxy in front of the database. It counts what clients send through its own URL. */
  async startCounter(databaseUrl: string): Promise<StatementCounter> {
    const counter = await StatementCounter.before(databaseUrl);
    this.started.push(() => counter.close());
    return counter;
  }

  /** Ends everything that was started, in reverse order. */
  async close(): Promise<void> {
    for (const end of this.started.splice(0).toReversed()) await end();
  }
}

function commanded(command: string, databaseUrl: string, folder: string): void {
  execFileSync(resolve(folder, entryOf(folder)), [command], {
    cwd: tmpdir(),
    env: { PATH: dirname(process.execPath), DATABASE_URL: databaseUrl, AUTH_SECRET },
    stdio: 'pipe',
  });
}

/** The id of the person with this number, from 1. */
export function personId(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function personName(number: number): string {
  return `reader${number}`;
}

/** Access tokens of these people, valid for a quarter of an hour. */
export async function tokensOf(people: readonly number[]): Promise<string[]> {
  const grant = {
    ...{ roles: ['user'], isSuperuser: false, version: 0 },
    ...{ clientId: 'kinopolka', scope: [], isNarrowed: false },
  };
  const issued = people.map((number) =>
    accessTokens.issue({ ...grant, userId: personId(number), sessionId: personId(number) }),
  );
  return (await Promise.all(issued)).map(({ token }) => token);
}

/** Starts a session for each of these people. @returns their refresh tokens */
export async function startSessions(databaseUrl: string, people: readonly number[]): Promise<string[]> {
  await onServer(databaseUrl, (sql) =>
    sql.unsafe(
      `insert into sessions (user_id, id, address, created_at, last_used_at, idle_expires_at, expires_at)
       select id, id, '192.0.2.1', now(), now(), now() + interval '30 days', now() + interval '90 days'
       from unnest(string_to_array($1, ',')::uuid[]) id`,
      [people.map(personId).join()],
    ),
  );
  return people.map((number) =>
    refreshTokens.issue({ userId: personId(number), sessionId: personId(number), counter: 0 }),
  );
}

/** Whole numbers from 1 on, `count` of them spread evenly over `people`. */
export function spread(count: number, people: number): number[] {
  return Array.from({ length: count }, (_, index) => 1 + Math.floor((index * people) / count));
}

/**
 * SQL that inserts people and their shelves. It does not check foreign keys, because this would take long and never
 * fail here.
 */
function peopleAndShelves(people: number, passwordHash: string): string {
  const id = `('00000000-0000-7000-8000-' || lpad(to_hex(person), 12, '0'))::uuid`;
  return `
    set session_replication_role = replica;
    insert into users (id, username, username_skeleton, password_hash, created_at)
      select ${id}, 'reader' || person, 'reader' || person, '${passwordHash}', now()
      from generate_series(1, ${people}) person;
    insert into favorite_movies (user_id, kinopoisk_id, added_at)
      select ${id}, films[1 + (person * 7 + place) % array_length(films, 1)], timestamptz '2026-01-01' + place * interval '1 hour'
      from (select array_agg(kinopoisk_id order by kinopoisk_id) films from movies) known,
        generate_series(1, ${people}) person, generate_series(1, ${FILMS_ON_A_SHELF}) place;
    set session_replication_role = origin`;
}
