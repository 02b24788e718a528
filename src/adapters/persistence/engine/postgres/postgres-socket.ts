import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, isIP, Socket } from 'node:net';
import type { ConnectionOptions as TlsConnectionOptions, TLSSocket } from 'node:tls';
import { connect as connectTls } from 'node:tls';
import { ConnectionFault, TlsHandshakeFailed } from './connection-fault.ts';
import type { PostgresHost, TlsOptions } from './connection-url.ts';
import { UnusableConnectionUrl } from './connection-url.ts';

const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const TLS_ACCEPTED = 'S'.charCodeAt(0);
const TLS_ANSWER_TIMEOUT_MS = 3_000;

/** The certificates that the system or Node trusts, as in libpq. */
const SYSTEM_CERTIFICATES = 'system';

/**
 * A socket to the server, with TLS unless it is a Unix socket. It never throws: every failure is an `error` event of
 * the socket, even if the server closes the connection normally. Without this event, postgres.js would then reconnect
 * at once, without an end.
 */
export async function dial({ host, port }: PostgresHost, tls: TlsOptions): Promise<Socket> {
  const isUnix = host.startsWith('/');
  const socket = isUnix ? connect({ path: `${host}/.s.PGSQL.${port}` }) : connect({ host, port, noDelay: true });
  // The owner attaches its listener later; an error without a listener would end the process.
  socket.on('error', () => undefined);
  try {
    if (tls.mode !== 'off' && !isUnix) return makeHangUpAnError(await startTls(socket, tls, host));
    return makeHangUpAnError(socket);
  } catch (error) {
    socket.destroy();
    return failingSocket(error);
  }
}

/** A socket that fails as soon as its owner listens. */
export function failingSocket(error: unknown): Socket {
  const socket = new Socket();
  setImmediate(() => socket.destroy(error instanceof Error ? error : new ConnectionFault('cannot connect')));
  return socket;
}

/**
 * PostgreSQL protocol, "SSL Session Encryption": a request in clear text, an answer of one byte, then the handshake.
 */
async function startTls(socket: Socket, tls: TlsOptions, host: string): Promise<Socket> {
  const signal = AbortSignal.timeout(TLS_ANSWER_TIMEOUT_MS);
  const hungUp = new ConnectionFault('the server closed the connection');
  socket.once('end', () => socket.destroy(hungUp));
  socket.write(TLS_REQUEST);
  const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
  // If there is more than one byte, an attacker in the network has added the others, so that they are read as part of
  // the encrypted answer (CVE-2021-23222).
  if (answer.length !== 1) throw new ConnectionFault('the server does not speak TLS');
  if (answer[0] !== TLS_ACCEPTED) {
    if (tls.mode === 'preferred') return socket;
    throw new ConnectionFault('the server offers no TLS');
  }
  socket.pause();
  const secured = connectTls({ socket, ...identityOf(host), ...checksOf(tls) });
  if (tls.mode === 'preferred') await handshake(secured, signal);
  return secured;
}

/** @throws TlsHandshakeFailed; AbortError when it takes too long, and then plain text is not tried */
async function handshake(secured: TLSSocket, signal: AbortSignal): Promise<void> {
  try {
    await once(secured, 'secureConnect', { signal });
  } catch (cause) {
    secured.on('error', () => undefined).destroy();
    throw signal.aborted ? cause : new TlsHandshakeFailed('the TLS handshake failed', { cause });
  }
}

/** The name that the certificate must have. Without `host`, Node would expect `localhost`. */
function identityOf(host: string): TlsConnectionOptions {
  return isIP(host) ? { host } : { host, servername: host };
}

/**
 * Files are read for each connection, because certificates may be renewed while the service runs. If a file cannot be
 * read, the connection fails.
 */
export function checksOf(tls: TlsOptions): TlsConnectionOptions {
  const { mode, rootCertificate, certificate, key, keyPassword } = tls;
  return {
    rejectUnauthorized: mode === 'verified' || mode === 'verified-issuer',
    ...(mode === 'verified-issuer' && { checkServerIdentity: () => undefined }),
    ...(rootCertificate !== undefined &&
      rootCertificate !== SYSTEM_CERTIFICATES && { ca: fileOf('sslrootcert', rootCertificate) }),
    ...(certificate !== undefined && { cert: fileOf('sslcert', certificate) }),
    ...(key !== undefined && { key: fileOf('sslkey', key) }),
    ...(keyPassword !== undefined && { passphrase: keyPassword }),
  };
}

function fileOf(parameter: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = 'unknown fault' } = error as NodeJS.ErrnoException;
    throw new UnusableConnectionUrl(`has a file in ${parameter} that cannot be read (${code})`);
  }
}

function makeHangUpAnError(socket: Socket): Socket {
  return socket.once('end', () => {
    if (!socket.writableEnded) socket.destroy(new ConnectionFault('the server closed the connection'));
  });
}
