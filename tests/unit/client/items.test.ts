import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createClient, items } from '../../../clients/typescript/src/index.ts';
import { problem } from './token-service.ts';

const baseUrl = 'https://films.example.org';

/** A client whose service sends these bytes, a chunk at a time. `cancel` is called when the client disconnects. */
function clientOf(chunks: Uint8Array<ArrayBuffer>[], cancel = (): void => undefined) {
  const left = chunks.values();
  const pull = (controller: ReadableStreamDefaultController): void => {
    const { value, done } = left.next();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  const body = new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  return createClient({ baseUrl, fetch: async () => new Response(body) });
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the items of a list', () => {
  it('are the elements of the array, however it is split into chunks', async () => {
    const cut = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.json({ stringUnit: 'binary' }), { maxLength: 5 }),
        fc.constantFrom(',', ' ,\n'),
        cut,
        async (values, comma, sizes) => {
          const text = bytes(`[${values.join(comma)}]\n`);
          const chunks: Uint8Array<ArrayBuffer>[] = [];
          for (let at = 0, n = 0; at < text.length; n += 1) {
            const size = sizes[n % sizes.length] ?? 1;
            chunks.push(text.slice(at, at + size));
            at += size;
          }
          const read: unknown[] = await Array.fromAsync(items(clientOf(chunks), '/genres'));
          expect(read).toEqual(values.map((json) => JSON.parse(json) as unknown));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are returned before the rest is read, and leaving the loop ends the request', async () => {
    const cancel = vi.fn<() => void>();
    const client = clientOf([bytes('[{"id":1},'), bytes('{"id":2}'), bytes(']')], cancel);
    for await (const { id } of items(client, '/genres')) {
      expect(id).toBe(1);
      break;
    }
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('end with an error if the connection ends before the list', async () => {
    const read = Array.fromAsync(items(clientOf([bytes('[{"id":1},{"id"')]), '/genres'));
    await expect(read).rejects.toThrow('The connection ended before the list did.');
  });

  it('end when the signal aborts, even within a chunk', async () => {
    const cancel = vi.fn<() => void>();
    const abort = new AbortController();
    const read: number[] = [];
    const client = clientOf([bytes('[{"id":1},{"id":2},'), bytes('{"id":3}]')], cancel);
    const reading = (async () => {
      for await (const { id } of items(client, '/genres', { signal: abort.signal })) {
        read.push(id);
        abort.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(read).toEqual([1]);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('are refused with a problem', async () => {
    const client = createClient({ baseUrl, fetch: async () => problem(503, 'overloaded', { 'Retry-After': '1' }) });
    const read = Array.fromAsync(items(client, '/movies', { params: { query: { status: 'new' } } }));
    await expect(read).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
  });
});
