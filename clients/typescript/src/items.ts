import type { paths } from './api.generated.ts';
import type { KinopolkaClient } from './create-client.ts';
import { ProblemError } from './problem.ts';

type JsonOf<Operation> = Operation extends { responses: { 200: { content: { 'application/json': infer Json } } } }
  ? Json
  : never;

/** A path whose GET returns a list. */
export type ListPath = {
  [Path in keyof paths]: [JsonOf<paths[Path]['get']>] extends [readonly unknown[]]
    ? [JsonOf<paths[Path]['get']>] extends [never]
      ? never
      : Path
    : never;
}[keyof paths];

/** A record of the list. */
export type ItemOf<Path extends ListPath> = JsonOf<paths[Path]['get']> extends readonly (infer Item)[] ? Item : never;

type ParametersOf<Operation> = Operation extends { parameters: { query?: infer Query; path?: infer PathParameters } }
  ? { readonly query?: Query; readonly path?: PathParameters }
  : never;

export type ItemsOptions<Path extends ListPath> = {
  readonly params?: ParametersOf<paths[Path]['get']>;
  readonly signal?: AbortSignal;
};

/**
 * The records of a list one after another, while the answer still arrives. Leaving the loop ends the request.
 * @throws ProblemError if the service refuses, Error if the connection ends before the list does
 */
export async function* items<Path extends ListPath>(
  client: KinopolkaClient,
  path: Path,
  { params, signal }: ItemsOptions<Path> = {},
): AsyncGenerator<ItemOf<Path>, void, undefined> {
  const get = client.GET as (path: string, init: object) => Promise<StreamResult>;
  const { data, error, response } = await get(path, { params, signal, parseAs: 'stream' });
  if (!response.ok || !data) throw new ProblemError(response, error);
  const reader = data.getReader();
  const decoder = new TextDecoder();
  const splitter = new ArraySplitter();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      for (const json of splitter.push(decoder.decode(chunk.value, { stream: true }))) {
        signal?.throwIfAborted();
        yield JSON.parse(json) as ItemOf<Path>;
      }
    }
    if (!splitter.isComplete) throw new Error('The connection ended before the list did.');
  } finally {
    // After a failure this rejects too, with the same error.
    await reader.cancel().catch(() => undefined);
  }
}

type StreamResult = { data?: ReadableStream<Uint8Array>; error?: unknown; response: Response };

/** Cuts the text of a JSON array into the texts of its elements. */
class ArraySplitter {
  isComplete = false;
  private text = '';
  private position = 0;
  private depth = 0;
  private isInString = false;

  *push(text: string): Generator<string, void, undefined> {
    this.text += text;
    let start = 0;
    for (; this.position < this.text.length; this.position += 1) {
      const character = this.text[this.position];
      if (this.isInString) {
        if (character === '\\') this.position += 1;
        else if (character === '"') this.isInString = false;
      } else if (character === '"') {
        this.isInString = true;
      } else if (character === '[' || character === '{') {
        this.depth += 1;
        if (this.depth === 1) start = this.position + 1;
      } else if (this.endsElement(character)) {
        const element = this.text.slice(start, this.position).trim();
        start = this.position + 1;
        if (element) yield element;
      }
    }
    this.text = this.text.slice(start);
    this.position -= start;
  }

  private endsElement(character: string | undefined): boolean {
    if (character === ',') return this.depth === 1;
    if (character !== ']' && character !== '}') return false;
    this.depth -= 1;
    this.isComplete = this.depth === 0;
    return this.isComplete;
  }
}
