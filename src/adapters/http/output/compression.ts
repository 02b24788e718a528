import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { BrotliCompress, Gzip } from 'node:zlib';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

export type Coding = 'gzip' | 'br';

/** A shorter answer fits into one packet as it is. */
const MIN_LENGTH = 1400;

/** Maximum number of whole answers compressed at once: zlib uses the threads that also hash passwords. */
const MAX_AT_ONCE = 2;
/** Each takes about 300 KB until its client has read it. */
const MAX_STREAMS = 16;

const GZIP = { level: 5 };
/** About as fast as gzip. The window bounds the memory of a stream. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } };

const gzipped = promisify<string | Buffer, typeof GZIP, Buffer>(gzip);
const brotliCompressed = promisify<string | Buffer, typeof BROTLI, Buffer>(brotliCompress);

const WHOLE: Readonly<Record<Coding, (text: string | Buffer) => Promise<Buffer>>> = {
  gzip: (text) => gzipped(text, GZIP),
  br: (text) => brotliCompressed(text, BROTLI),
};

const STREAM: Readonly<Record<Coding, () => Gzip | BrotliCompress>> = {
  gzip: () => createGzip(GZIP),
  br: () => createBrotliCompress(BROTLI),
};

/** Names in `Accept-Encoding` (RFC 9110 section 8.4.1). */
const CODINGS: ReadonlyMap<string, Coding> = new Map([
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['x-gzip', 'gzip'],
]);

/**
 * The coding that the client prefers (RFC 9110 section 12.5.3). `undefined`: the answer is sent uncompressed. Even a
 * client that does not accept this may get it, because only a few answers are compressed at a time.
 */
export function acceptedBy(req: Request): Coding | undefined {
  if (req.headers['accept-encoding'] === undefined) return undefined;
  return CODINGS.get(req.acceptsEncodings(...CODINGS.keys(), 'identity') || 'identity');
}

/** Whether an answer of this length is compressed when there is room. */
export function isWorthIt(length: number): boolean {
  return length >= MIN_LENGTH;
}

/**
 * Compresses answers for clients that ask for it. Bounds the work: when too many are compressed, the next one is sent as
 * it is.
 */
export class Compression {
  private atOnce = 0;
  private streams = 0;

  /** @returns `undefined` if compressing is not worth it, or too many answers are being compressed */
  async whole(text: string | Buffer, coding: Coding): Promise<Buffer | undefined> {
    if (!isWorthIt(text.length) || this.atOnce >= MAX_AT_ONCE) return undefined;
    this.atOnce += 1;
    try {
      return await WHOLE[coding](text);
    } finally {
      this.atOnce -= 1;
    }
  }

  /** Takes the parts of a long answer, and compresses them if there is room. The caller has to close it. */
  sink(res: Response, accepted: Coding | undefined): Sink {
    if (accepted === undefined || this.streams >= MAX_STREAMS) return new PlainSink(res);
    this.streams += 1;
    return new CompressedSink(res, accepted, () => (this.streams -= 1));
  }
}

/** An answer that is written part by part. */
export interface Sink {
  readonly coding: Coding | undefined;
  /** @returns whether the client has read everything so far */
  write(text: string): Promise<boolean>;
  end(text: string): Promise<void>;
  close(): void;
}

class PlainSink implements Sink {
  readonly coding = undefined;

  constructor(private readonly res: Response) {}

  async write(text: string): Promise<boolean> {
    return this.res.write(text);
  }

  async end(text: string): Promise<void> {
    this.res.end(text);
  }

  close(): void {
    // There is nothing to release.
  }
}

/** Compresses one part at a time, so that the compressor never buffers more than one. */
class CompressedSink implements Sink {
  private readonly compressor: Gzip | BrotliCompress;
  private isOpen = true;

  constructor(
    private readonly res: Response,
    readonly coding: Coding,
    private readonly leave: () => void,
  ) {
    this.compressor = STREAM[coding]();
    this.compressor.on('data', (chunk: Buffer) => {
      if (!res.closed) res.write(chunk);
    });
    // `write` and `end` reject with this error; without a listener it would end the process.
    this.compressor.on('error', () => undefined);
  }

  async write(text: string): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.compressor.write(text, (fault) => (fault ? reject(fault) : resolve()));
    await promise;
    return !this.res.writableNeedDrain;
  }

  async end(text: string): Promise<void> {
    this.compressor.end(text);
    await finished(this.compressor);
    this.res.end();
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.compressor.destroy();
    this.leave();
  }
}
