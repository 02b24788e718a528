import type { Readable } from 'node:stream';
import { Dicer } from '@fastify/busboy';

/**
 * A part of a form. `name`: the name of its field; `fileName`: `undefined` if it is not a file; `type`: its
 * `Content-Type`.
 */
export type PartHead = {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly type: string;
  /** Whether the part has no transfer encoding. All clients send it without one (RFC 7578 section 4.7). */
  readonly isPlain: boolean;
};

/** Maximum number of bytes up to the end of the first part's head, including a preamble. */
const MAX_HEAD_BYTES = 16 * 1024;
const MAX_HEADERS = 16;
/**
 * Parts to read: the file, and one more to name in the refusal. Within the size limit a form may have millions of
 * parts.
 */
const MAX_PARTS = 2;
/** Line ends that some clients send after the end of the form. */
const MAX_BLANKS_AFTER = 32;

/** The body is not a form, is cut off, or has something after its end. */
export class FormBroken extends Error {}

/** Thrown to stop the parser inside of a chunk, which may have thousands of parts. */
class TooManyParts extends Error {}

/** The form has another part besides the file. */
export class AnotherPart extends Error {
  constructor(readonly part: PartHead) {
    super('another part');
  }
}

/**
 * Reads `multipart/form-data` (RFC 7578) with one part. Does not use busboy's own interface, which leaves out the
 * parameters of a part's type and skips malformed parts.
 * @throws FormBroken, AnotherPart, also while the bytes are read; any error of `received`
 */
export async function singlePart(
  received: AsyncIterable<Uint8Array>,
  boundary: string,
): Promise<{ head: PartHead; bytes: AsyncIterable<Uint8Array> }> {
  const chunks = received[Symbol.asyncIterator]();
  const form = new Form(boundary);
  let read = 0;
  while (form.heads[0] === undefined) {
    const next = await chunks.next();
    if (next.done === true || read > MAX_HEAD_BYTES) throw new FormBroken();
    read += next.value.length;
    await form.write(next.value);
  }
  return { head: form.heads[0], bytes: bytesOf(form, chunks) };
}

async function* bytesOf(form: Form, chunks: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* form.take();
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      await form.write(next.value);
      yield* form.take();
    }
    if (!(await form.end())) throw new FormBroken();
    yield* form.take();
  } finally {
    await chunks.return?.();
  }
}

/** Feeds the parser chunk by chunk. It emits into the buffers of this object, so at most one chunk is held. */
class Form {
  readonly heads: PartHead[] = [];
  private readonly parser: Dicer;
  private readonly closed = Promise.withResolvers<boolean>();
  /**
   * Ends the current wait for the parser. Each chunk has its own promise: with one for the whole form, its listeners
   * would keep all chunks in memory.
   */
  private goOn = () => {};
  private taken: Uint8Array[] = [];
  private parts = 0;
  private isStopped = false;
  private tail = '';
  private readonly ending: string;

  constructor(boundary: string) {
    this.ending = `--${boundary}--`;
    this.parser = new Dicer({ boundary, maxHeaderPairs: MAX_HEADERS });
    this.parser.on('error', () => this.close(false));
    this.parser.on('finish', () => this.close(true));
    this.parser.on('part', (part) => this.open(part));
  }

  async write(chunk: Uint8Array): Promise<void> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const length = this.ending.length + MAX_BLANKS_AFTER;
    this.tail = (this.tail + bytes.subarray(-length).toString('latin1')).slice(-length);
    // After the end of the form, the parser takes no more bytes and never calls the callback.
    if (this.isStopped || !this.parser.writable) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.goOn = resolve;
    try {
      this.parser.write(bytes, () => this.goOn());
    } catch (error) {
      if (!(error instanceof TooManyParts)) throw error;
      this.isStopped = true;
      this.close(false);
    }
    await promise;
  }

  /** The bytes of the file since the last call. @throws AnotherPart */
  take(): Uint8Array[] {
    const [, another] = this.heads;
    if (another) throw new AnotherPart(another);
    const taken = this.taken;
    this.taken = [];
    return taken;
  }

  /** @returns whether the form was complete, with only blanks after its end */
  async end(): Promise<boolean> {
    if (!this.isStopped && this.parser.writable) this.parser.end();
    const isWhole = await this.closed.promise;
    return isWhole && this.tail.trimEnd().endsWith(this.ending) && this.parts === 1;
  }

  private close(isWhole: boolean): void {
    this.closed.resolve(isWhole);
    this.goOn();
  }

  private open(part: Readable): void {
    this.parts += 1;
    if (this.parts > MAX_PARTS) throw new TooManyParts();
    const isFirst = this.parts === 1;
    part.on('error', () => this.close(false));
    part.on('header', (header: object) => this.heads.push(headOf(header)));
    part.on('data', (data: Buffer) => {
      if (isFirst) this.taken.push(data);
    });
  }
}

function headOf(header: object): PartHead {
  const headers = new Map(Object.entries(header as Record<string, readonly string[]>));
  const [disposition = '', type = '', encoding = 'binary'] = [
    'content-disposition',
    'content-type',
    'content-transfer-encoding',
  ].map((name) => headers.get(name)?.[0]);
  return {
    name: parameterOf('name', disposition) ?? '',
    fileName: parameterOf('filename', disposition) ?? parameterOf('filename\\*', disposition),
    type,
    isPlain: ['binary', '7bit', '8bit'].includes(encoding.trim().toLowerCase()),
  };
}

/** Browsers write `%22` for a quotation mark in a name, so none is inside. */
function parameterOf(name: string, header: string): string | undefined {
  const [, quoted, token] = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(header) ?? [];
  return quoted ?? token;
}
