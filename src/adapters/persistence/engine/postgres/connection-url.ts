import { userInfo } from 'node:os';
import { lookup } from '../../../../domain/shared/lookup.ts';

/** A connection URL that cannot be used. The message shows no part of it. */
export class UnusableConnectionUrl extends Error {
  override readonly name = 'UnusableConnectionUrl';
}

/** `host`: a name, an IP address, or the folder of a Unix socket, which starts with `/`. */
export type PostgresHost = { readonly host: string; readonly port: number };

/**
 * How TLS is used. `preferred`: plain text is used if the server offers no TLS, if the handshake fails, or if the server
 * admits this role only without TLS. `unverified`: encrypted, but no certificate is checked. `verified-issuer`: any host
 * name is accepted.
 */
export type TlsMode = 'off' | 'preferred' | 'unverified' | 'verified-issuer' | 'verified';

/** Paths of PEM files. `rootCertificate` may be `system`. */
export type TlsOptions = {
  readonly mode: TlsMode;
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly keyPassword: string | undefined;
};

/** The content of a connection URL (PostgreSQL, "Connection URIs"). Hosts are tried in their order. */
export type ConnectionTarget = {
  readonly hosts: readonly PostgresHost[];
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly tls: TlsOptions;
  /** Command-line options for the server, such as `-csearch_path=films`. */
  readonly options: string | undefined;
  readonly applicationName: string | undefined;
  /** Whether a read-only server counts as unreachable. */
  readonly mustWrite: boolean;
};

const DEFAULT_PORT = 5432;
const DEFAULT_HOST = 'localhost';

const FORM = 'must be postgres://user:password@host:port/database, with %40 for @ and the like in its parts';

/** `postgres://user:password@host:port,host:port/database?name=value&name=value`; every part may be missing. */
const URL_PARTS =
  /^postgres(?:ql)?:\/\/(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<hosts>[^@/?#]*)(?:\/(?<database>[^@/?#]*))?(?:\?(?<query>[^#]*))?$/;

const HOST_PARTS = /^(?<host>\[[\da-fA-F:.]+(?:%25[\w.]+)?\]|[^:[\]]*)(?::(?<port>\d*))?$/;

const TLS_MODES: Readonly<Record<string, TlsMode>> = {
  disable: 'off',
  allow: 'preferred',
  prefer: 'preferred',
  require: 'unverified',
  'verify-ca': 'verified-issuer',
  'verify-full': 'verified',
};

/** The spellings of other clients: `ssl=true`. */
const SSL_MODES: Readonly<Record<string, string>> = {
  true: 'require',
  '1': 'require',
  false: 'disable',
  '0': 'disable',
};

const TARGETS: Readonly<Record<string, boolean>> = { any: false, 'read-write': true, primary: true };

const USED: ReadonlySet<string> = new Set([
  ...['host', 'port', 'user', 'password', 'dbname', 'options', 'application_name', 'target_session_attrs'],
  ...['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword'],
]);

/** Parameters of libpq that are accepted and ignored: we have our own time limits, and the encoding is UTF-8. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...[
    'connect_timeout',
    'keepalives',
    'keepalives_idle',
    'keepalives_interval',
    'keepalives_count',
    'tcp_user_timeout',
  ],
  ...['client_encoding', 'fallback_application_name', 'gssencmode', 'load_balance_hosts', 'sslcompression', 'sslsni'],
]);

/**
 * Reads a connection URL as libpq does. The package `pg-connection-string` is not used: it does not support several
 * hosts or `allow`, and turns a broken escape into another password (ADR 3).
 * @throws UnusableConnectionUrl
 */
export function readConnectionUrl(url: string): ConnectionTarget {
  const parts = URL_PARTS.exec(url)?.groups;
  if (parts === undefined || /\s/.test(url)) throw new UnusableConnectionUrl(FORM);
  const query = parametersOf(parts['query'] ?? '');
  const user = query.get('user') ?? decoded(parts['user'] ?? '');
  const tls = tlsOf(query);
  const hosts = hostsOf(parts['hosts'] ?? '', query);
  const target = {
    hosts,
    user: user || userOfProcess(),
    password: query.get('password') ?? decoded(parts['password'] ?? ''),
    tls,
    options: query.get('options'),
    applicationName: query.get('application_name'),
    mustWrite: mustWrite(query, hosts),
  };
  return { ...target, database: (query.get('dbname') ?? decoded(parts['database'] ?? '')) || target.user };
}

/** Errors do not quote values, because these may be secrets. */
function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', value, ...more] = pair.split('=');
    if (value === undefined) throw new UnusableConnectionUrl(`has a parameter without “=”; ${FORM}`);
    parameters.set(decoded(name), decoded([value, ...more].join('=')));
  }
  for (const name of parameters.keys()) if (!USED.has(name)) refuseUnknown(name, parameters.get(name));
  return parameters;
}

function refuseUnknown(name: string, value: string | undefined): void {
  if (WITHOUT_EFFECT.has(name) || (name === 'channel_binding' && value !== 'require')) return;
  if (name === 'channel_binding')
    throw new UnusableConnectionUrl('asks for channel_binding=require, which is not possible here');
  const shown = /^\w{1,40}$/.test(name) ? ` “${name}”` : '';
  throw new UnusableConnectionUrl(
    `has an unknown parameter${shown}; settings of the server go into options=-cname=value`,
  );
}

function hostsOf(authority: string, query: ReadonlyMap<string, string>): PostgresHost[] {
  const written = authority.split(',').map((part) => {
    const { host = '', port } = HOST_PARTS.exec(part)?.groups ?? refuseHost();
    return { host: decoded(host.replace(/^\[(.*)\]$/, '$1')), port };
  });
  const names = query.get('host')?.split(',') ?? written.map(({ host }) => host);
  const ports = query.get('port')?.split(',') ?? written.map(({ port }) => port);
  if (ports.length !== 1 && ports.length !== names.length)
    throw new UnusableConnectionUrl('has another number of ports than of hosts');
  return names.map((host, at) => ({
    host: host || DEFAULT_HOST,
    port: portOf(ports.length === 1 ? ports[0] : ports[at]),
  }));
}

function refuseHost(): never {
  throw new UnusableConnectionUrl(FORM);
}

function portOf(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UnusableConnectionUrl('has a port that is not from 1 to 65535');
  return port;
}

function tlsOf(query: ReadonlyMap<string, string>): TlsOptions {
  const ssl = query.get('ssl');
  const given = query.get('sslmode') ?? (ssl && (lookup(SSL_MODES, ssl) ?? ssl));
  const rootCertificate = query.get('sslrootcert');
  const mode = lookup(TLS_MODES, given ?? (rootCertificate === 'system' ? 'verify-full' : 'prefer'));
  if (mode === undefined)
    throw new UnusableConnectionUrl(`has an unknown sslmode; there are ${Object.keys(TLS_MODES).join(', ')}`);
  return {
    // As in libpq, the issuer is verified if the URL names one.
    mode: mode === 'unverified' && rootCertificate !== undefined ? 'verified-issuer' : mode,
    rootCertificate,
    certificate: query.get('sslcert'),
    key: query.get('sslkey'),
    keyPassword: query.get('sslpassword'),
  };
}

/** By default true with several hosts, because only the one that accepts writes can serve us. */
function mustWrite(query: ReadonlyMap<string, string>, hosts: readonly PostgresHost[]): boolean {
  const given = query.get('target_session_attrs');
  if (given === undefined) return hosts.length > 1;
  const answer = lookup(TARGETS, given);
  if (answer === undefined)
    throw new UnusableConnectionUrl(
      `has a target_session_attrs of no use here; there are ${Object.keys(TARGETS).join(', ')}`,
    );
  return answer;
}

function decoded(part: string): string {
  const text = wellFormed(part);
  if (text.includes('\0')) throw new UnusableConnectionUrl('must not contain %00');
  return text;
}

function wellFormed(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UnusableConnectionUrl('has a % that does not begin an escape of UTF-8; write %25 for a %');
  }
}

/** @throws UnusableConnectionUrl for a user id without a name, as containers may have */
function userOfProcess(): string {
  try {
    return userInfo().username;
  } catch {
    throw new UnusableConnectionUrl('names no user, and the user of this process has no name');
  }
}
