import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyTooLarge, bytesOf, compressionOf, wholeBody } from '../../../src/adapters/http/input/request-bytes.ts';

function requestOf(sent: Readable, encoding: string): IncomingMessage {
  return Object.assign(sent, { headers: { 'content-encoding': encoding } }) as unknown as IncomingMessage;
}

/** A request whose body is written to `sent`, and how often its reader has asked for a turn. */
function reading(encoding: string) {
  const sent = new PassThrough();
  const req = requestOf(sent, encoding);
  const asked = { turns: 0 };
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    asked.turns += 1;
    return work();
  };
  return { sent, asked, whole: wholeBody(req, compressionOf(req), { maxBytes: 100, inTurn }) };
}

describe('a short body', () => {
  it('asks for a turn at decompression once it is complete', async () => {
    const { sent, asked, whole } = reading('gzip');
    const bytes = gzipSync('some text');
    sent.write(bytes.subarray(0, 15));
    for (let turns = 0; turns < 10; turns += 1) await nextTurn();
    expect(asked.turns).toBe(0);
    sent.end(bytes.subarray(15));
    expect((await whole).toString()).toBe('some text');
    expect(asked.turns).toBe(1);
  });

  it('asks for none if it is not compressed', async () => {
    const { sent, asked, whole } = reading('identity');
    sent.end('some text');
    expect((await whole).toString()).toBe('some text');
    expect(asked.turns).toBe(0);
  });

  it('asks for none if it is too large before', async () => {
    const { sent, asked, whole } = reading('gzip');
    sent.end(Buffer.alloc(101));
    await expect(whole).rejects.toThrow();
    expect(asked.turns).toBe(0);
  });
});

describe('a long body', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', (content: Buffer) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ] as const)('that hardly compresses is read from %s at any pace', async (encoding, compress) => {
    const content = randomBytes(1024 * 1024);
    const bytes = compress(content);
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 16_384) pieces.push(bytes.subarray(at, at + 16_384));
    // A stream of objects does not join the pieces.
    const req = requestOf(Readable.from(pieces), encoding);
    let read = 0;
    for await (const chunk of bytesOf(req, compressionOf(req), 2 * content.length)) {
      read += chunk.length;
      await nextTurn();
    }
    expect(read).toBe(content.length);
  });

  it('that is longer in its compressed form than it may be is refused', async () => {
    // The head of a body, and blocks without content.
    const bytes = Buffer.from(`1f8b08000000000000ff${'000000ffff'.repeat(20)}`, 'hex');
    const req = requestOf(Readable.from([bytes]), 'gzip');
    await expect(Array.fromAsync(bytesOf(req, compressionOf(req), 100))).rejects.toThrow(BodyTooLarge);
  });
});
