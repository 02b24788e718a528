import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

const TIMEOUT_MS = 15_000;

/** Sends these bytes over a new connection. @returns the status of the answer, `undefined` without one */
export async function exchangeRaw(url: string, bytes: Buffer): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
  // A server that refuses early may reset the connection while the rest is still being sent.
  socket.on('error', () => undefined);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer')));
  socket.write(bytes);
  await once(socket, 'close').catch(() => undefined);
  return statusIn(text);
}

/** The status of the final answer, which may follow `100 Continue`. */
function statusIn(text: string): number | undefined {
  const [, status] = /^(?:HTTP\/1\.1 1\d\d .*?\r\n\r\n)*HTTP\/1\.1 (\d{3}) /s.exec(text) ?? [];
  return status === undefined ? undefined : Number(status);
}

async function written(socket: Socket, piece: Buffer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.write(piece, () => resolve());
  await promise;
}

/** Methods of a socket by which a client disconnects: after all data, at once, or with a reset. */
export const LEAVINGS = ['end', 'destroy', 'resetAndDestroy'] as const;
export type Leaving = (typeof LEAVINGS)[number];

/**
 * Sends the pieces in separate turns of the event loop, then disconnects: at once, or after the first part of the
 * answer (`afterData`).
 */
export async function sendAndLeave(
  url: string,
  pieces: readonly Buffer[],
  { leaving, afterData = false }: { leaving: Leaving; afterData?: boolean },
): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined).setTimeout(TIMEOUT_MS, () => socket.destroy());
  await once(socket, 'connect');
  for (const piece of pieces) {
    if (socket.writable) await written(socket, piece);
    await nextTurn();
  }
  if (afterData && !socket.destroyed)
    await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
  else socket.resume();
  if (!socket.destroyed) socket[leaving]();
  socket.resume();
  if (!socket.closed) await once(socket, 'close').catch(() => undefined);
}
