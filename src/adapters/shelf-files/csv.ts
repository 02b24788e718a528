/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); full-width signs are read as the others. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const NEEDS_QUOTES = /[",;\r\n\t]/;

/**
 * A line of CSV (RFC 4180) with its end. Text that a spreadsheet would run as a formula gets an apostrophe in front, by
 * which spreadsheets mark text; numbers are never text. Unknown is an empty cell.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
