import { once } from 'node:events';
import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { lookup } from '../../../../domain/shared/lookup.ts';
import { ConnectionFault } from './connection-fault.ts';

/** The address of a PostgreSQL server, in the format of postgres.js. */
export type Address = { readonly path?: string; readonly host: readonly string[]; readonly port: readonly number[] };

const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const TLS_ACCEPTED = 'S'.charCodeAt(0);
const TLS_ANSWER_TIMEOUT_MS = 3_000;

type TlsMode = 'off' | 'if-offered' | 'unverified' | 'verified';

const TLS_MODES: Readonly<Record<string, TlsMode>> = {
  disable: 'off',
  false: 'off',
  allow: 'if-offered',
  prefer: 'if-offered',
  require: 'unverified',
};

/**
 * A socket to the server, with TLS as required by `sslmode` in the URL (as in libpq; `require` does not verify). It
 * never throws: every failure is an `error` event of the socket, also when the server hangs up. postgres.js would
 * reconnect at once, endlessly, when a server closes the connection normally.
 */
export async function dial(url: string, address: Address): Promise<Socket> {
  const mode = tlsModeOf(url);
  const socket = address.path
    ? connect({ path: address.path })
    : connect({ host: address.host[0] ?? '', port: address.port[0] ?? 0, noDelay: true });
  // The owner attaches its listener later; an error without a listener would end the process.
  socket.on('error', () => undefined);
  try {
    if (mode !== 'off' && !address.path) return makeHangUpAnError(await startTls(socket, mode, address.host[0] ?? ''));
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

function tlsModeOf(url: string): TlsMode {
  const word = /[?&](?:sslmode|ssl)=([\w-]+)/.exec(url)?.[1] ?? 'disable';
  return lookup(TLS_MODES, word) ?? 'verified';
}

/**
 * PostgreSQL protocol, "SSL Session Encryption": a request in clear text, an answer of one byte, then the handshake.
 */
async function startTls(socket: Socket, mode: TlsMode, host: string): Promise<Socket> {
  const signal = AbortSignal.timeout(TLS_ANSWER_TIMEOUT_MS);
  const hungUp = new ConnectionFault('the server hung up');
  socket.once('end', () => socket.destroy(hungUp));
  socket.write(TLS_REQUEST);
  const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
  // More than one byte was injected by a man in the middle, to be read as part of the encrypted answer
  // (CVE-2021-23222).
  if (answer.length !== 1) throw new ConnectionFault('the server does not speak TLS');
  if (answer[0] !== TLS_ACCEPTED) {
    if (mode === 'if-offered') return socket;
    throw new ConnectionFault('the server offers no TLS');
  }
  socket.pause();
  const name = isIP(host) ? {} : { servername: host };
  return connectTls({ socket, ...name, rejectUnauthorized: mode === 'verified' });
}

function makeHangUpAnError(socket: Socket): Socket {
  return socket.once('end', () => {
    if (!socket.writableEnded) socket.destroy(new ConnectionFault('the server hung up'));
  });
}
