import { userInfo } from 'node:os';
import library from 'pg-connection-string';
import { describe, expect, it } from 'vitest';
import { readConnectionUrl } from '../../../src/adapters/persistence/engine/postgres/connection-url.ts';

const at = (host: string, port = 5432) => ({ host, port });
const me = userInfo().username;

describe('a connection URL', () => {
  it.each([
    ['postgres://', { hosts: [at('localhost')], user: me, database: me, password: '' }],
    ['postgresql://db.example', { hosts: [at('db.example')], user: me, database: me }],
    ['postgres://neo@db.example', { user: 'neo', database: 'neo', password: '' }],
    [
      'postgresql://neo:trinity@db.example:6543/films',
      { hosts: [at('db.example', 6543)], user: 'neo', password: 'trinity', database: 'films' },
    ],
    ['postgres://neo@[::1]/films', { hosts: [at('::1')] }],
    ['postgres://neo@[2001:db8::1]:6543/films', { hosts: [at('2001:db8::1', 6543)] }],
    ['postgres:///films?host=/run/postgresql', { hosts: [at('/run/postgresql')], database: 'films' }],
    [
      'postgres:///films?host=/run/postgresql&port=6543&user=neo',
      { hosts: [at('/run/postgresql', 6543)], user: 'neo' },
    ],
    ['postgres://neo@/films?host=/run/postgresql', { hosts: [at('/run/postgresql')], user: 'neo', database: 'films' }],
    ['postgres://%2Frun%2Fpostgresql/films', { hosts: [at('/run/postgresql')], database: 'films' }],
    ['postgres://neo@%2Frun%2Fpostgresql:6543/films', { hosts: [at('/run/postgresql', 6543)], user: 'neo' }],
    [
      'postgres://neo@one,two:6543,[::1]:7654/films',
      { hosts: [at('one'), at('two', 6543), at('::1', 7654)], mustWrite: true },
    ],
    ['postgres://neo@/films?host=one,two&port=1,2', { hosts: [at('one', 1), at('two', 2)] }],
    ['postgres://neo@one,two/films?port=6543', { hosts: [at('one', 6543), at('two', 6543)] }],
    ['postgres://neo@one,two/films?target_session_attrs=any', { mustWrite: false }],
    ['postgres://neo@one/films?target_session_attrs=read-write', { mustWrite: true }],
    [
      'postgres://%D0%BD%D0%B5%D0%BE:p%40ss%2Fw%3Ard%25@db/my%2Fdb%3F',
      { user: 'нео', password: 'p@ss/w:rd%', database: 'my/db?' },
    ],
    ['postgres://neo:a+b@db/films', { password: 'a+b' }],
    [
      'postgres://db/films?user=neo&password=p%26q%3D&dbname=other',
      { user: 'neo', password: 'p&q=', database: 'other' },
    ],
    ['postgres://db/films?options=-csearch_path%3Dfilms', { options: '-csearch_path=films' }],
    [
      'postgres://db/films?options=-csearch_path=films,public%20-c%20jit=off',
      { options: '-csearch_path=films,public -c jit=off' },
    ],
    ['postgres://db/films?application_name=shelf&connect_timeout=10&keepalives=1', { applicationName: 'shelf' }],
  ])('is read like in libpq: %s', (url, expected) => {
    expect(readConnectionUrl(url)).toMatchObject(expected);
  });

  it.each([
    ['', 'preferred'],
    ['sslmode=disable', 'off'],
    ['sslmode=allow', 'preferred'],
    ['sslmode=prefer', 'preferred'],
    ['sslmode=require', 'unverified'],
    ['sslmode=require&sslrootcert=/ca.pem', 'verified-issuer'],
    ['sslmode=verify-ca&sslrootcert=/ca.pem', 'verified-issuer'],
    ['sslmode=verify-full&sslrootcert=/ca.pem', 'verified'],
    ['sslmode=verify-full', 'verified'],
    ['sslrootcert=system', 'verified'],
    ['ssl=true', 'unverified'],
    ['ssl=false', 'off'],
  ])('with ?%s uses TLS in the mode %s', (query, mode) => {
    expect(readConnectionUrl(`postgres://db/films?${query}`).tls.mode).toBe(mode);
  });

  it('has the files of certificates', () => {
    const query = 'sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&sslcert=/c.pem&sslkey=/k.pem&sslpassword=geheim';
    expect(readConnectionUrl(`postgres://db/films?${query}`).tls).toEqual({
      mode: 'verified',
      rootCertificate: '/etc/ca.pem',
      certificate: '/c.pem',
      key: '/k.pem',
      keyPassword: 'geheim',
    });
  });

  it.each([
    ['mysql://db/films', 'must be postgres://'],
    ['db.example', 'must be postgres://'],
    ['postgres://u:geheim@ham@db/films', 'must be postgres://'],
    ['postgres://u:1/geheim@db/films', 'must be postgres://'],
    ['postgres://u:ge#heim@db/films', 'must be postgres://'],
    ['postgres://u:ge heim@db/films', 'must be postgres://'],
    ['postgres://u@[::1/films', 'must be postgres://'],
    ['postgres://u@::1/films', 'must be postgres://'],
    ['postgres://u:geheim%zz@db/films', 'has a % that does not begin an escape'],
    ['postgres://u:geheim%@db/films', 'has a % that does not begin an escape'],
    ['postgres://u:geheim%ff@db/films', 'has a % that does not begin an escape'],
    ['postgres://u@d%b/films', 'has a % that does not begin an escape'],
    ['postgres://u@db/%zz', 'has a % that does not begin an escape'],
    ['postgres://u@db/films?options=%', 'has a % that does not begin an escape'],
    ['postgres://u:geheim%00@db/films', 'must not contain %00'],
    ['postgres://u:geheim@db:99999/films', 'has a port that is not from 1 to 65535'],
    ['postgres://u:geheim@db:0/films', 'has a port that is not from 1 to 65535'],
    ['postgres://u@one,two/films?port=1,2,3', 'has another number of ports than of hosts'],
    [
      'postgres://u@db/films?sslmode=geheim',
      'has an unknown sslmode; there are disable, allow, prefer, require, verify-ca',
    ],
    ['postgres://u@db/films?target_session_attrs=standby', 'has a target_session_attrs of no use here'],
    ['postgres://u@db/films?channel_binding=require', 'asks for channel_binding=require'],
    [
      'postgres://u@db/films?search_path=films',
      'has an unknown parameter “search_path”; settings of the server go into options',
    ],
    ['postgres://u@db/films?geheim', 'has a parameter without “=”'],
  ])('is refused with a reason, which contains nothing of it: %s', (url, reason) => {
    expect(() => readConnectionUrl(url)).toThrow(reason);
    expect(() => readConnectionUrl(url)).not.toThrow('geheim');
  });
});

describe('pg-connection-string, which is not used (ADR 3),', () => {
  const parse = (url: string) => library.parse(url, { useLibpqCompat: true });

  it('does not know several hosts', () => {
    expect(() => parse('postgres://neo@one:1,two:2/films')).toThrow('Invalid URL');
  });

  it('does not decode escapes in the name of the database', () => {
    expect(parse('postgres://db/my%2Fdb').database).toBe('my%2Fdb');
  });

  it('turns a broken escape into another password', () => {
    expect(parse('postgres://neo:a%zz%2F@db/films').password).toBe('a%zz%2F');
  });

  it('verifies with sslmode=allow, and cannot fall back with prefer', () => {
    expect(parse('postgres://db/films?sslmode=allow').ssl).toEqual({});
    expect(parse('postgres://db/films?sslmode=prefer').ssl).toEqual({ rejectUnauthorized: false });
  });

  it('reads "system" as the name of a file', () => {
    expect(() => parse('postgres://db/films?sslmode=verify-full&sslrootcert=system')).toThrow('ENOENT');
  });
});
