/** A longer record most likely started with an unclosed quotation mark. In UTF-16 units, like all lengths here. */
export const MAX_RECORD_LENGTH = 65_536;

/** Maximum number of columns, or of members of a JSON record. */
export const MAX_COLUMNS = 250;

/** Enough for the longest note and for the characters that spreadsheets put around text. */
export const MAX_CELL_LENGTH = 2_500;

/** Text is parsed in pieces of this length, which take a millisecond or two each. */
export const PIECE_LENGTH = 16_384;

/** Copies the text, because V8's substrings keep the whole original in memory. Replaces lone surrogates. */
export function copied(text: string): string {
  return Buffer.from(text).toString();
}
