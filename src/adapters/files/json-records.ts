import { FilmListUnusable } from '../../domain/imports/film-import.ts';
import { MAX_RECORD_LENGTH } from './list-limits.ts';

/** The list, its records, and six levels within a record: Trakt nests episodes in seasons in shows. */
const MAX_DEPTH = 8;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
/** Matches brackets and braces once bit {@link BRACE_BIT} is set; no other character does. */
const OPENING = 0x7b;
const CLOSING = 0x7d;
const BRACE_BIT = 0x20;

const BLANKS = /^[ \t\n\r]*$/;

/**
 * Finds the start and end of each record of a JSON list that arrives in pieces; `JSON.parse` then parses the record and
 * rejects invalid JSON. So the size of a record, with every number, text and name in it, is bounded before it is
 * parsed; streaming parsers bound none of them.
 */
export class JsonRecords {
  private held = '';
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  private isOver = false;
  private seen = 0;

  /** @returns the records completed by this piece @throws FilmListUnusable */
  write(piece: string): unknown[] {
    const records: unknown[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const mark = piece.charCodeAt(at);
      if (this.isPartOfText(mark) || !this.isBoundary(mark)) continue;
      this.hold(piece.slice(from, at));
      from = at + 1;
      if (this.depth === 0) this.begin(mark);
      else records.push(...this.endRecord(mark));
    }
    this.hold(piece.slice(from));
    return records;
  }

  /** @throws FilmListUnusable unless the list is complete */
  end(): void {
    if (!this.isOver && this.depth === 0 && BLANKS.test(this.held)) throw new FilmListUnusable('no-rows');
    if (!this.isOver || !BLANKS.test(this.held)) throw this.malformed();
  }

  private isPartOfText(mark: number): boolean {
    const wasInText = this.isInText;
    if (this.isEscaped) this.isEscaped = false;
    else if (mark === QUOTE) this.isInText = !this.isInText;
    else if (wasInText && mark === BACKSLASH) this.isEscaped = true;
    return wasInText;
  }

  /** Whether the list or one of its records starts or ends here. Nested records are tracked by depth. */
  private isBoundary(mark: number): boolean {
    if (mark === COMMA) return this.depth === 1;
    const kind = mark | BRACE_BIT;
    if (kind === OPENING) {
      if (this.depth === MAX_DEPTH) throw new FilmListUnusable('too-deep', this.seen);
      if (this.depth > 0) this.depth += 1;
      return this.depth === 0;
    }
    if (kind !== CLOSING) return false;
    if (this.depth <= 1) return true;
    this.depth -= 1;
    return false;
  }

  private begin(mark: number): void {
    if (mark !== OPENING_BRACKET || this.isOver || !BLANKS.test(this.held)) throw this.malformed();
    [this.held, this.depth] = ['', 1];
  }

  private endRecord(mark: number): unknown[] {
    const text = this.held;
    this.held = '';
    if (mark !== COMMA) {
      if (mark !== CLOSING_BRACKET) throw this.malformed();
      [this.depth, this.isOver] = [0, true];
      if (this.seen === 0 && BLANKS.test(text)) return [];
    }
    this.seen += 1;
    try {
      return [JSON.parse(text)];
    } catch {
      this.seen -= 1;
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
