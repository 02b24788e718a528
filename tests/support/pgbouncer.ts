import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { postgresUser } from './postgres-binaries.ts';

/** Whether this machine has PgBouncer. @throws Error on CI if it has not, because `.ci/run` installs it */
export function hasPgBouncer(): boolean {
  try {
    execFileSync('pgbouncer', ['--version'], { ...postgresUser, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI']) throw new Error('pgbouncer is not on the path: .ci/run says how to get it');
    console.error('\n!!! NO PGBOUNCER: nothing was tried through a pooler. Put it on the path to try it.\n');
    return false;
  }
}

/** A PgBouncer in front of a server, in transaction mode and otherwise with its defaults. */
export class PgBouncer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    /** The URL of the server behind it, with the host and port of PgBouncer. */
    readonly url: string,
  ) {}

  static async to(url: string): Promise<PgBouncer> {
    const server = new URL(url);
    const folder = mkdtempSync(join(tmpdir(), 'kinopolka-pgbouncer-'));
    chmodSync(folder, 0o755);
    const port = await freePort();
    const lines = [
      '[databases]',
      // With the authentication `any`, PgBouncer logs in to the server only as a user that is named here.
      `* = host=${server.hostname} port=${server.port} user=${server.username}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
    ];
    const config = join(folder, 'pgbouncer.ini');
    writeFileSync(config, lines.join('\n'), { mode: 0o644 });
    const child = spawn('pgbouncer', [config], { ...postgresUser, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    await readiness(child);
    const own = new URL(server);
    own.port = String(port);
    return new PgBouncer(child, folder, own.href);
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

async function readiness(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    if (log.includes('process up')) resolve();
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`PgBouncer ended instead of starting: ${log}`)));
  await promise;
}
