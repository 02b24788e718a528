/**
 * A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection); full-width and small signs
 * are read as the others.
 */
const SIGNS = '=+\\-@＝＋－＠﹦﹢﹣﹫';

/** What separates cells where a spreadsheet is told so, or its country does, and what separates lines. */
const SEPARATORS = ',;\\|\\t';
const LINE_BREAKS = '\\r\\n\\v\\f\\x85\\u2028\\u2029';

/** What may stand before the sign all the same: it is not seen, or dropped; a quotation mark is never shown. */
const PASSED_OVER = `[[\\p{Z}\\p{Cf}\\p{Cc}"]--[\\t${LINE_BREAKS}]]*`;

/**
 * Where a cell begins, however the file is read: a quotation mark keeps a cell together only if it is the first letter, and for
 * another separator it is not.
 */
const [AFTER_SEPARATOR, AFTER_LINE_BREAK] = [`(?:^|(?<=[${SEPARATORS}]))`, `(?<=[${LINE_BREAKS}])`];
/** What may run there. An apostrophe before it is the author's, or one of ours. */
const [FORMULA, FORMULA_IN_LINE] = [`(?='*${PASSED_OVER}[${SIGNS}\\t\\r\\n])`, `(?='*${PASSED_OVER}[${SIGNS}\\t])`];

const UNGUARDED = new RegExp(`${AFTER_SEPARATOR}${FORMULA}|${AFTER_LINE_BREAK}${FORMULA_IN_LINE}`, 'gv');
const GUARDED = new RegExp(`${AFTER_SEPARATOR}'${FORMULA}|${AFTER_LINE_BREAK}'${FORMULA_IN_LINE}`, 'gv');

const NEEDS_QUOTES = /[",;\r\n\t]/;

/**
 * A line of CSV (RFC 4180) with its end. Text that a spreadsheet would run as a formula, whichever separator it takes, is
 * guarded; numbers are never text. Unknown is an empty cell.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? guarded(value) : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An apostrophe, by which spreadsheets mark text, wherever a cell might begin with a formula. {@link unguarded} takes it away. */
function guarded(text: string): string {
  return text.replace(UNGUARDED, "'");
}

/** The text of a cell that {@link csvLine} wrote, exactly. */
export function unguarded(cell: string): string {
  return cell.replace(GUARDED, '');
}
