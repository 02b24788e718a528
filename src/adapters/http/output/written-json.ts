import { digestOf } from './digest.ts';

const [OPENING, COMMA, CLOSING] = ['[', ',', ']'].map((sign) => Buffer.from(sign)) as [Buffer, Buffer, Buffer];

/** JSON as finished text: a body, or a record of a list. `V`: the type of the value. */
export class WrittenJson<V> {
  declare private readonly value: V;
  private encoded: Buffer | undefined;
  private hashed: string | undefined;

  /** `own`: the whole text. With a `base`, which has no base itself, only the text after the members of `base`. */
  private constructor(
    private readonly own: string,
    private readonly base?: WrittenJson<object>,
  ) {}

  static of<V extends object>(value: V): WrittenJson<V> {
    return new WrittenJson(JSON.stringify(value));
  }

  /** The same object with these members at its end. Neither the object nor `members` may be empty. */
  static extended<V extends object, M extends object>(object: WrittenJson<V>, members: M): WrittenJson<V & M> {
    const own = `,${JSON.stringify(members).slice(1)}`;
    return object.base ? new WrittenJson(object.own.slice(0, -1) + own, object.base) : new WrittenJson(own, object);
  }

  get text(): string {
    return this.base ? this.base.text.slice(0, -1) + this.own : this.own;
  }

  /** The bytes of the text, one part after the other. Encoding a text takes longer than copying its bytes into each answer. */
  get pieces(): readonly [Buffer, ...Buffer[]] {
    this.encoded ??= Buffer.from(this.own);
    return this.base ? [this.base.pieces[0].subarray(0, -1), this.encoded] : [this.encoded];
  }

  get digest(): string {
    this.hashed ??= digestOf(joined(this.pieces));
    return this.hashed;
  }

  /** For `JSON.stringify`, if it is part of another value. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Like `JSON.stringify`, but does not parse finished text again. */
export function toText(value: unknown): string {
  return value instanceof WrittenJson ? value.text : JSON.stringify(value);
}

/** Like `toText`, for a whole answer. It does not encode finished text again either. */
export function toJson(value: unknown): string | Buffer {
  if (isWritten(value)) return joined(value.pieces);
  if (Array.isArray(value) && value.length > 0 && value.every(isWritten)) return listOf(value);
  return JSON.stringify(value);
}

function listOf(records: readonly WrittenJson<unknown>[]): Buffer {
  const pieces: Buffer[] = [];
  for (const record of records) pieces.push(pieces.length === 0 ? OPENING : COMMA, ...record.pieces);
  return Buffer.concat([...pieces, CLOSING]);
}

function joined(pieces: readonly [Buffer, ...Buffer[]]): Buffer {
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

export function isWritten(value: unknown): value is WrittenJson<unknown> {
  return value instanceof WrittenJson;
}
