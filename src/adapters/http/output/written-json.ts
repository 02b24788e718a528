/** JSON that is written already: a body, or a record of a list. `V`: the value it stands for. */
export class WrittenJson<V> {
  declare private readonly value: V;

  constructor(readonly text: string) {}

  /** For `JSON.stringify`, where it stands inside of another value. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Like `JSON.stringify`, but text that is written already is not parsed again. */
export function toJson(value: unknown): string {
  if (value instanceof WrittenJson) return value.text;
  if (Array.isArray(value) && value.every(isWritten)) return `[${value.map(({ text }) => text).join(',')}]`;
  return JSON.stringify(value);
}

function isWritten(value: unknown): value is WrittenJson<unknown> {
  return value instanceof WrittenJson;
}
