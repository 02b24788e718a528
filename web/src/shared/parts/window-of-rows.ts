/** The rows of a long list that are drawn: from `first` up to, not including, `end`. */
export type RowWindow = { readonly first: number; readonly end: number };

/** Rows drawn above and below the visible ones, so that scrolling and the Tab key find drawn rows. */
const OVERSCAN = 3;

/** Rows drawn before the height of a row is known. They are few, because they delay the first view. */
export const ROWS_TO_MEASURE = 2;

/** `top`: how many pixels of the list are above the window; negative if it begins below the window's upper edge. */
export function rowsInSight(list: {
  readonly rows: number;
  readonly rowHeight: number;
  readonly top: number;
  readonly height: number;
}): RowWindow {
  const { rows, rowHeight, top, height } = list;
  if (rows === 0 || rowHeight <= 0) return { first: 0, end: Math.min(rows, ROWS_TO_MEASURE) };
  const first = Math.floor(top / rowHeight) - OVERSCAN;
  const end = Math.ceil((top + height) / rowHeight) + OVERSCAN;
  const last = Math.max(0, Math.min(end, rows));
  return { first: Math.max(0, Math.min(first, last - 1)), end: last };
}
