/** A record that is longer was most likely begun by a quotation mark that never ends. In UTF-16 units, as all lengths here. */
export const MAX_RECORD_LENGTH = 65_536;

/** More columns, or members of a JSON record, than any list has. */
export const MAX_COLUMNS = 250;

/** Longer than the longest note, with room for the marks that spreadsheets put around text. */
export const MAX_CELL_LENGTH = 2_500;

/** Text is parsed in pieces of this length: a millisecond or two each. */
export const PIECE_LENGTH = 16_384;

/** A copy: what V8 cuts out of a text keeps the whole text in memory. Lone surrogates are replaced. */
export function copied(text: string): string {
  return Buffer.from(text).toString();
}
