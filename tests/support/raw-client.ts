import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Answer } from './openapi-conformance.ts';

/** A request whose `target` and header values are sent unchanged, one byte for each character. */
export type RawRequest = {
  method: string;
  target: string;
  /** Several values are sent in several header lines. */
  headers: Record<string, string | string[]>;
  body?: Buffer | undefined;
};

const TIMEOUT_MS = 10_000;

/** Other targets would end the request line early, or Node's parser would refuse them before the service sees them. */
const SENDABLE_TARGET = /^(?:\*$|\/|https?:\/\/[\w.:@[\]-]+(?:[/?]|$))[\u0021-\u007e]*$/;

export function isSendable({ target }: RawRequest): boolean {
  return SENDABLE_TARGET.test(target);
}

/** Sends requests that usual clients would correct or refuse to send. */
export class RawClient {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  async send({ method, target, headers, body }: RawRequest): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    const sent = request({
      ...{ hostname, port, method, path: target, agent: this.agent, timeout: TIMEOUT_MS },
      headers: { ...headers, ...(body && { 'Content-Length': String(body.length) }) },
      setHost: !('Host' in headers),
    });
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${target} has no answer after ${TIMEOUT_MS} ms`)));
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return answerOf(response);
  }

  close(): void {
    this.agent.destroy();
  }
}

function decoded(bytes: Buffer, coding: string | undefined): Buffer {
  if (coding === 'gzip') return gunzipSync(bytes);
  return coding === 'br' ? brotliDecompressSync(bytes) : bytes;
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const bytes = Buffer.concat((await response.toArray()) as Buffer[]);
  const text = decoded(bytes, response.headers['content-encoding']).toString();
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(response.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const isJson = /json/.test(headers.get('content-type') ?? '') && text !== '';
  return { status: response.statusCode ?? 0, headers, text, body: isJson ? JSON.parse(text) : text };
}
