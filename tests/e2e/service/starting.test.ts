import { exec } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseSettings, emptyDatabaseUrl } from '../../support/database.ts';
import { onServer } from '../../support/postgres-server.ts';
import { interruptCommand, runCommand } from '../../support/service-process.ts';

const AUTH_SECRET = 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy';
const STOPPED_WITHIN_MS = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'kinopolka-starting-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(inject('postgres'))('a start on PostgreSQL', () => {
  it.each(['serve', 'db:migrate'])(
    'that waits for a migration logs it, and ends soon after a signal: %s',
    async (command) => {
      const DATABASE_URL = await emptyDatabaseUrl();
      await onServer(DATABASE_URL, async (sql) => {
        await sql.unsafe('select pg_advisory_lock(4815162342)');
        const environment = { DATABASE_URL, AUTH_SECRET, PORT: '0' };
        const { code, output, tookMs } = await interruptCommand([command], environment, (written) =>
          expect.poll(written).toContain('waiting for another instance that migrates the database (process '),
        );
        expect(tookMs).toBeLessThan(STOPPED_WITHIN_MS);
        if (command === 'serve') {
          expect(output).toContain('stopping after SIGINT');
          expect(output).toContain('Kinopolka has stopped');
        }
        expect(code).toBe(command === 'serve' ? 0 : 'SIGINT');
      });
    },
  );

  // `tests/contract/service/refused-starts.test.ts` tests the other reasons.
  it('with a wrong password reports it in one line', async () => {
    const DATABASE_URL = (await emptyDatabaseUrl()).replace('postgres@', 'nobody-of-that-name:geheim@');
    const { code, output } = await runCommand(['serve'], { DATABASE_URL, AUTH_SECRET, PORT: '0' });
    expect([code, output]).toEqual([
      1,
      'PostgreSQL refuses the log-in: role "nobody-of-that-name" does not exist. Check the user and the password in DATABASE_URL.\n',
    ]);
  });
});

describe('an embedded start', () => {
  it('ends soon after an early signal', async () => {
    const environment = { DATA_DIR: join(folder, 'early'), PORT: '0' };
    const { code, tookMs } = await interruptCommand(['serve'], environment, async () => undefined);
    expect(tookMs).toBeLessThan(STOPPED_WITHIN_MS);
    expect([0, 'SIGINT']).toContain(code);
  });
});

describe('a command', () => {
  const bundle = resolve('dist/kinopolka.js');
  const shell = promisify(exec);
  let database: Record<string, string>;
  let env: Record<string, string>;
  beforeAll(async () => {
    database = await databaseSettings(join(folder, 'data'));
    env = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, ...database };
  });

  it('reports mistyped names', async () => {
    const { code, output, stdout } = await runCommand(['db:seed'], { ...database, KINOPOISK_APIKEY: 'geheim' });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Added 300 films')]);
    expect(output).toContain('KINOPOISK_APIKEY is no setting and has no effect. Did you mean KINOPOISK_API_KEY?');
    expect(output).not.toContain('geheim');
  });

  it('reads .env with a byte order mark, from its folder', async () => {
    writeFileSync(join(folder, '.env'), '\uFEFFPORT=8181\r\nHOST=::1\r\n');
    const { stdout } = await shell(`${bundle} config`, { cwd: folder, env });
    expect(JSON.parse(stdout)).toMatchObject({ PORT: 8181, HOST: '::1' });
    rmSync(join(folder, '.env'));
  });

  it.each(['openapi', 'db:seed', 'superuser --help'])(
    'whose output is no longer read prints no error: %s',
    async (command) => {
      const { stdout, stderr } = await shell(`{ ${bundle} ${command} 2>&3; echo "exit $?" >&3; } 3>&2 | head -c 1`, {
        cwd: folder,
        env: { ...env, LOG_LEVEL: 'error' },
      });
      expect(stdout).toHaveLength(1);
      expect(stderr).toBe('exit 0\n');
    },
  );
});
