import { FilmListUnusable } from '../../domain/imports/film-import.ts';
import { MAX_RECORD_LENGTH } from './list-limits.ts';

/** A list, its records, and six levels within a record: Trakt nests episodes in seasons in shows. */
const MAX_LIST_DEPTH = 8;
/** Objects around a list: `{"data": {"ratings": {"movies": […]}}}`. */
const MAX_OBJECTS_AROUND = 4;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** This bit turns a square bracket into a brace. It turns no other character into a brace. */
const BRACE_BIT = 0x20;

const BLANKS = /^[ \t\n\r]*$/;

/** Identifies a list in the file: each list has its own object. `names`: the names of the members that lead to it. */
export type JsonList = { readonly names: readonly string[] };
export type JsonRecord = { readonly list: JsonList; readonly record: unknown };

/**
 * Finds the start and end of each record in a JSON file that arrives in pieces. The records are in one list, or in the
 * lists of an object. `JSON.parse` then parses each record and rejects invalid JSON. So the length of a record, and of
 * every number, text and name in it, is limited before it is parsed. Streaming parsers do not limit them.
 */
export class JsonRecords {
  /** Whether the file has a list, even an empty one. */
  hasList = false;
  private held = '';
  private list: JsonList | undefined;
  /** Number of open levels, including the list itself. */
  private depth = 0;
  /** The names that lead to the open object outside of lists; `undefined` while none is open. */
  private around: readonly string[] | undefined;
  /** What may come next in a list or an object: anything, a value (after a comma), or no value (after a nested one). */
  private next: 'anything' | 'a value' | 'no value' = 'a value';
  private isInText = false;
  private isEscaped = false;
  private isOver = false;
  private seen = 0;

  /** @returns the records completed by this piece @throws FilmListUnusable */
  write(piece: string): JsonRecord[] {
    const records: JsonRecord[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const mark = piece.charCodeAt(at);
      if (this.isPartOfText(mark) || !this.isBoundary(mark)) continue;
      this.hold(piece.slice(from, at));
      from = at + 1;
      const text = this.held;
      this.held = '';
      if (this.list !== undefined) records.push(...this.endRecord(mark, text, this.list));
      else if (mark === OPENING_BRACKET || mark === OPENING_BRACE) this.open(mark, text);
      else this.endMember(mark, text);
    }
    this.hold(piece.slice(from));
    return records;
  }

  /** @throws FilmListUnusable unless the file is complete */
  end(): void {
    if (this.isOver) return;
    const isBlank = !this.hasList && this.around === undefined && BLANKS.test(this.held);
    throw isBlank ? new FilmListUnusable('no-rows') : this.malformed();
  }

  private isPartOfText(mark: number): boolean {
    const wasInText = this.isInText;
    if (this.isEscaped) this.isEscaped = false;
    else if (mark === QUOTE) this.isInText = !this.isInText;
    else if (wasInText && mark === BACKSLASH) this.isEscaped = true;
    return wasInText;
  }

  /**
   * Whether a record, a list or an object outside of records starts or ends here. Counts the levels inside of a record.
   */
  private isBoundary(mark: number): boolean {
    if (mark === COMMA) return this.depth <= 1;
    const kind = mark | BRACE_BIT;
    if (kind === OPENING_BRACE && this.depth > 0) {
      if (this.depth === MAX_LIST_DEPTH) throw new FilmListUnusable('too-deep', this.seen);
      this.depth += 1;
      return false;
    }
    if (kind === CLOSING_BRACE && this.depth > 1) {
      this.depth -= 1;
      return false;
    }
    return kind === OPENING_BRACE || kind === CLOSING_BRACE;
  }

  private open(mark: number, text: string): void {
    const names = this.namesBefore(text);
    this.next = 'anything';
    if (mark === OPENING_BRACKET) {
      [this.list, this.depth, this.hasList] = [{ names }, 1, true];
      return;
    }
    if (names.length === MAX_OBJECTS_AROUND) throw new FilmListUnusable('too-deep', this.seen);
    this.around = names;
  }

  /** The names that lead to the value that begins after this text. */
  private namesBefore(text: string): readonly string[] {
    if (this.isOver || this.next === 'no value') throw this.malformed();
    if (this.around !== undefined) return [...this.around, this.nameIn(`${text}null`)];
    if (!BLANKS.test(text)) throw this.malformed();
    return [];
  }

  private endRecord(mark: number, text: string, list: JsonList): JsonRecord[] {
    if (mark !== COMMA && mark !== CLOSING_BRACKET) throw this.malformed();
    const isEmpty = this.next === 'anything' && mark === CLOSING_BRACKET && BLANKS.test(text);
    const record = isEmpty ? undefined : { list, record: this.parsed(text) };
    this.next = 'a value';
    if (mark === CLOSING_BRACKET) {
      [this.list, this.depth] = [undefined, 0];
      this.endValue();
    }
    if (record === undefined) return [];
    this.seen += 1;
    return [record];
  }

  /** Ends a member of an object outside of lists. Its value is only checked to be valid JSON. */
  private endMember(mark: number, text: string): void {
    if (this.around === undefined || mark === CLOSING_BRACKET) throw this.malformed();
    const [isBlank, isAfterValue] = [BLANKS.test(text), this.next === 'no value'];
    const mayBeBlank = isAfterValue || (this.next === 'anything' && mark === CLOSING_BRACE);
    if (isBlank ? !mayBeBlank : isAfterValue) throw this.malformed();
    if (!isBlank) this.nameIn(text);
    this.next = 'a value';
    if (mark === COMMA) return;
    this.around = this.around.length === 0 ? undefined : this.around.slice(0, -1);
    this.endValue();
  }

  private endValue(): void {
    this.next = 'no value';
    this.isOver = this.around === undefined;
  }

  /** The name of the member in the text. @throws FilmListUnusable unless the text is exactly one member */
  private nameIn(text: string): string {
    const [name, ...others] = Object.keys(this.parsed(`{${text}}`) as object);
    if (name === undefined || others.length > 0) throw this.malformed();
    return name;
  }

  private parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.malformed();
    }
  }

  private hold(text: string): void {
    this.held += text;
    if (this.held.length > MAX_RECORD_LENGTH) throw this.malformed();
    if (this.isOver && !BLANKS.test(this.held)) throw this.malformed();
  }

  private malformed(): FilmListUnusable {
    return new FilmListUnusable('malformed-file', this.seen);
  }
}
