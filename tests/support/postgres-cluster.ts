import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { postgresUser } from './postgres-binaries.ts';

/**
 * The locale `C` is the most difficult one for the service, because PostgreSQL then knows only ASCII letters. Nothing
 * is synced to the disk, because the data need not survive a crash of the machine. Autovacuum would visit each of the
 * hundred databases of a run every minute, with a new process each time.
 */
const INITDB_OPTIONS = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=2GB',
  'autovacuum=off',
  'max_connections=200',
];

/** A PostgreSQL server that is started for a run, on a free port and in a temporary folder. */
export class PostgresCluster {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly binaries: PostgresBinaries,
    private readonly folder: string,
    private readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  /** `settings`: additional ones of the server, as `name=value`; they replace the defaults of the same name. */
  static async create(binaries: PostgresBinaries, settings: readonly string[] = []): Promise<PostgresCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'kinopolka-postgres-'));
    if (postgresUser.uid !== undefined) chownSync(folder, postgresUser.uid, postgresUser.gid);
    const options = ['--pgdata', join(folder, 'data'), ...INITDB_OPTIONS];
    await promisify(execFile)(binaries.initdb, options, { ...postgresUser, cwd: folder });
    const cluster = new PostgresCluster(binaries, folder, await freePort(), settings);
    await cluster.start();
    return cluster;
  }

  /** The URL of the database `postgres`. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async start(): Promise<void> {
    const settings = [...SERVER_SETTINGS, ...this.settings].flatMap((setting) => ['-c', setting]);
    const options = ['-D', join(this.folder, 'data'), '-p', String(this.port), ...settings];
    this.server = spawn(this.binaries.postgres, options, {
      ...postgresUser,
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await readiness(this.server);
  }

  /** A "fast shutdown": cancels running statements and closes connections. */
  async stop(): Promise<void> {
    await this.end('SIGINT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  /** Ends it at once, because its data are no longer needed. */
  async destroy(): Promise<void> {
    await this.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function readiness(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    if (log.includes('ready to accept connections')) resolve();
  });
  server.once('error', reject);
  server.once('exit', () => reject(new Error(`PostgreSQL ended instead of starting: ${log}`)));
  await promise;
}
