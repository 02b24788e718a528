/**
 * Spreadsheets read a cell that starts with one of these as a formula (OWASP, CSV injection), including full-width and
 * small variants.
 */
const SIGNS = '=+\\-@＝＋－＠﹦﹢﹣﹫';

/** Cell separators that spreadsheets use by option or locale, and line separators. */
const SEPARATORS = ',;\\|\\t';
const LINE_BREAKS = '\\r\\n\\v\\f\\x85\\u2028\\u2029';

/**
 * Characters that may precede the sign, because spreadsheets ignore or drop them, or do not show them, such as a
 * quotation mark.
 */
const PASSED_OVER = `[[\\p{Z}\\p{Cf}\\p{Cc}"]--[\\t${LINE_BREAKS}]]*`;

/**
 * Where a cell starts for a reader that uses another separator. Our quotation mark does not protect such a cell,
 * because it is not the first character of the cell.
 */
const [AFTER_SEPARATOR, AFTER_LINE_BREAK] = [`(?:^|(?<=[${SEPARATORS}]))`, `(?<=[${LINE_BREAKS}])`];
/** The place before text that may run as a formula. Apostrophes there were written by the author or by us. */
const [FORMULA, FORMULA_IN_LINE] = [`(?='*${PASSED_OVER}[${SIGNS}\\t\\r\\n])`, `(?='*${PASSED_OVER}[${SIGNS}\\t])`];

const UNGUARDED = new RegExp(`${AFTER_SEPARATOR}${FORMULA}|${AFTER_LINE_BREAK}${FORMULA_IN_LINE}`, 'gv');
const GUARDED = new RegExp(`${AFTER_SEPARATOR}'${FORMULA}|${AFTER_LINE_BREAK}'${FORMULA_IN_LINE}`, 'gv');

const NEEDS_QUOTES = /[",;\r\n\t]/;

/**
 * A line of CSV (RFC 4180) with its line break. Text that a spreadsheet would run as a formula, with any separator, is
 * escaped; numbers are not. Unknown values are empty cells.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? guarded(value) : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Inserts an apostrophe, which marks text in spreadsheets, wherever a cell could start with a formula. {@link
 * unguarded} removes it.
 */
function guarded(text: string): string {
  return text.replace(UNGUARDED, "'");
}

/** Restores the exact text of a cell written by {@link csvLine}. */
export function unguarded(cell: string): string {
  return cell.replace(GUARDED, '');
}
