import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/adapters/persistence/engine/database.ts';
import { FaultyProxy } from '../../support/faulty-proxy.ts';
import { freePort } from '../../support/free-port.ts';
import { findPostgres, postgresUser } from '../../support/postgres-binaries.ts';
import { PostgresCluster } from '../../support/postgres-cluster.ts';
import { onServer } from '../../support/postgres-server.ts';

const binaries = await findPostgres();

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');

const folder = mkdtempSync(join(tmpdir(), 'kinopolka-addresses-'));
if (postgresUser.uid !== undefined) chownSync(folder, postgresUser.uid, postgresUser.gid);
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);

function openssl(command: string): void {
  execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
}

/**
 * Creates three certificates: one for `localhost` and no IP address, another one, and one for a client. @returns
 * whether this machine can make them
 */
function makeCertificates(): boolean {
  try {
    const request = 'req -newkey rsa:2048 -nodes -days 3650';
    for (const issuer of ['ca', 'other-ca'])
      openssl(`${request} -x509 -keyout ${issuer}.key -out ${issuer}.pem -subj /CN=${issuer}`);
    for (const [name, subject] of [
      ['server', 'localhost'],
      ['client', 'postgres'],
    ] as const) {
      openssl(`${request} -keyout ${name}.key -out ${name}.csr -subj /CN=${subject}`);
      writeFileSync(file('names'), `subjectAltName=DNS:${subject}`);
      openssl(
        `x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile names -out ${name}.pem`,
      );
    }
    for (const name of readdirSync(folder))
      if (postgresUser.uid !== undefined) chownSync(file(name), postgresUser.uid, postgresUser.gid);
    return true;
  } catch {
    return false;
  }
}

async function answerOf(url: string): Promise<unknown> {
  const database = await openDatabase({ url, poolSize: 1, migrationsFolder: 'drizzle' });
  try {
    const [row] = await database.query(
      `select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as tls, current_user as name`,
      [],
    );
    return row;
  } catch (error) {
    return (error as Error).cause;
  } finally {
    await database.close();
  }
}

describe.runIf(binaries)('PostgreSQL', () => {
  let cluster: PostgresCluster;
  let port: string;
  const hasCertificates = makeCertificates();
  beforeAll(async () => {
    const certificates = [
      ...['ssl=on', `ssl_cert_file=${file('server.pem')}`, `ssl_key_file=${file('server.key')}`],
      `ssl_ca_file=${file('ca.pem')}`,
    ];
    cluster = await PostgresCluster.create(binaries!, [
      `listen_addresses=127.0.0.1${hasIpv6 ? ',::1' : ''}`,
      `unix_socket_directories=${folder}`,
      ...(hasCertificates ? certificates : []),
    ]);
    ({ port } = new URL(cluster.url));
  });
  afterAll(() => cluster?.destroy());

  const plain = { tls: false, name: 'postgres' };

  it('is reached through a Unix socket, in either spelling', async () => {
    const encoded = encodeURIComponent(folder);
    expect(await answerOf(`postgres://postgres@/postgres?host=${folder}&port=${port}`)).toEqual(plain);
    expect(await answerOf(`postgresql://postgres@${encoded}:${port}/postgres?sslmode=require`)).toEqual(plain);
  });

  it.runIf(hasIpv6)('is reached at an IPv6 address', async () => {
    expect(await answerOf(`postgres://postgres@[::1]:${port}/postgres?sslmode=disable`)).toEqual(plain);
  });

  it('is reached with names that have to be encoded', async () => {
    await onServer(cluster.url, async (sql) => {
      await sql.unsafe(`create role "нео@матрица/%" login superuser password 'x'; `);
      await sql.unsafe(`create database "полка #1 / @дом"`);
    });
    const [user, database] = ['нео@матрица/%', 'полка #1 / @дом'].map((name) => encodeURIComponent(name));
    const url = `postgres://${user}:x@127.0.0.1:${port}/${database}?sslmode=disable`;
    expect(await answerOf(url)).toEqual({ tls: false, name: 'нео@матрица/%' });
  });

  it('is found at the first of several hosts that works', async () => {
    const proxy = await FaultyProxy.to(cluster.url);
    onTestFinished(() => proxy.goAway());
    proxy.freeze();
    const [dead, frozen] = [`127.0.0.1:${await freePort()}`, new URL(proxy.url).host];
    const query = 'sslmode=disable';
    expect(await answerOf(`postgres://postgres@${dead},${frozen},127.0.0.1:${port}/postgres?${query}`)).toEqual(plain);
    // The refusal of the first host ends the attempt, because the second one would refuse as well.
    expect(await answerOf(`postgres://postgres@127.0.0.1:${port},${dead}/nothing?${query}`)).toMatchObject({
      code: '3D000',
    });
  });

  it('is skipped while it is read-only, if there is another host', async () => {
    const standby = await PostgresCluster.create(binaries!, ['default_transaction_read_only=on']);
    onTestFinished(() => standby.destroy());
    const hosts = `${new URL(standby.url).host},127.0.0.1:${port}`;
    expect(await answerOf(`postgres://postgres@${hosts}/postgres?sslmode=disable`)).toEqual(plain);
    expect(await answerOf(`${standby.url}?target_session_attrs=read-write`)).toMatchObject({
      message: 'the server only reads',
    });
    expect(await answerOf(standby.url)).toEqual(plain);
  });

  describe.runIf(hasCertificates)('with TLS', () => {
    const encrypted = { tls: true, name: 'postgres' };
    const over = (host: string, query: string) => answerOf(`postgres://postgres@${host}:${port}/postgres?${query}`);
    const ca = `sslrootcert=${file('ca.pem')}`;

    it.each([
      ['127.0.0.1', 'sslmode=disable', plain],
      ['127.0.0.1', '', encrypted],
      ['127.0.0.1', 'sslmode=allow', encrypted],
      ['127.0.0.1', 'sslmode=prefer', encrypted],
      ['127.0.0.1', 'sslmode=require', encrypted],
      ['127.0.0.1', `sslmode=require&${ca}`, encrypted],
      ['127.0.0.1', `sslmode=verify-ca&${ca}`, encrypted],
      ['localhost', `sslmode=verify-full&${ca}`, encrypted],
      ['localhost', `sslmode=verify-full&${ca}&sslcert=${file('client.pem')}&sslkey=${file('client.key')}`, encrypted],
    ])('is reached at %s with ?%s', async (host, query, expected) => {
      expect(await over(host, query)).toEqual(expected);
    });

    it.each([
      ['sslmode=prefer', plain],
      ['', plain],
      ['sslmode=require', { code: 'EPROTO' }],
    ])('is reached in plain text after a failed handshake only if TLS is preferred: ?%s', async (query, expected) => {
      const proxy = await FaultyProxy.to(cluster.url);
      onTestFinished(() => proxy.goAway());
      proxy.breakTls();
      expect(await answerOf(`${proxy.url}?${query}`)).toMatchObject(expected);
    });

    it('is reached in plain text if it refuses the role with TLS', async () => {
      await onServer(cluster.url, async (sql) => {
        await sql.unsafe('create role unencrypted login');
        const [settings] = await sql.unsafe<{ hba_file: string }[]>('show hba_file');
        const lines = ['hostssl all unencrypted all reject', 'host all all all trust', 'local all all trust'];
        const values = lines.map((line) => `('${line}')`).join();
        await sql.unsafe(`copy (values ${values}) to '${settings?.hba_file}'`);
        await sql.unsafe('select pg_reload_conf()');
      });
      const through = (query: string) => answerOf(`postgres://unencrypted@127.0.0.1:${port}/postgres?${query}`);
      await expect.poll(() => through('sslmode=require')).toMatchObject({ code: '28000' });
      expect(await through('sslmode=prefer')).toEqual({ tls: false, name: 'unencrypted' });
    });

    it.each([
      ['127.0.0.1', `sslmode=verify-full&${ca}`, 'ERR_TLS_CERT_ALTNAME_INVALID'],
      ['127.0.0.1', `sslmode=require&sslrootcert=${file('other-ca.pem')}`, 'SELF_SIGNED_CERT_IN_CHAIN'],
      ['localhost', `sslmode=verify-full&sslrootcert=${file('other-ca.pem')}`, 'SELF_SIGNED_CERT_IN_CHAIN'],
      ['localhost', 'sslmode=verify-full', 'SELF_SIGNED_CERT_IN_CHAIN'],
      ['localhost', 'sslrootcert=system', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ])('is not trusted at %s with ?%s', async (host, query, code) => {
      expect(await over(host, query)).toMatchObject({ code });
    });
  });
});
