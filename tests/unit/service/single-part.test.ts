import { Dicer } from '@fastify/busboy';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AnotherPart, FormBroken, singlePart } from '../../../src/adapters/http/input/single-part.ts';

const HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\ntitle';
/** As many parts as fit into one chunk of a socket. */
const MANY = 10_000;

afterEach(() => void vi.restoreAllMocks());

async function readForm(...chunks: string[]): Promise<{ error: unknown; parts: number }> {
  const emitted = vi.spyOn(Dicer.prototype, 'emit');
  const received = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  const error: unknown = await singlePart(received, 'b')
    .then(async ({ bytes }) => Array.fromAsync(bytes))
    .catch((fault: unknown) => fault);
  return { error, parts: emitted.mock.calls.filter(([event]) => event === 'part').length };
}

describe('a form with one part', () => {
  it.each<[string, string[], new (...args: never[]) => Error]>([
    ['parts that end within their heads', [HEAD + '\r\n--bx'.repeat(MANY)], FormBroken],
    ['parts that end within their heads, in a second chunk', [HEAD, '\r\n--bx'.repeat(MANY)], FormBroken],
    ['parts that end within their heads only', ['--bx\r\n'.repeat(MANY)], FormBroken],
    ['whole parts', [HEAD + '\r\n--b\r\nA: b\r\n\r\n'.repeat(MANY)], AnotherPart],
  ])('makes no more streams than it needs, however many %s one chunk has', async (_, chunks, refusal) => {
    const { error, parts } = await readForm(...chunks);
    expect(error).toBeInstanceOf(refusal);
    expect(parts).toBeLessThanOrEqual(3);
  });
});
