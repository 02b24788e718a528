const BAR_WIDTH = 30;
const LEAST_BAR_WIDTH = 5;
/** Width of a terminal that does not report one. */
const USUAL_COLUMNS = 80;

/**
 * Shows progress on one line that is rewritten in place. If the output is not a terminal, only the final text is
 * printed.
 */
export class Progress {
  private lastLine = '';

  constructor(private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>) {}

  /** `total` may grow. */
  show({ done, total, text }: { done: number; total: number; text: string }): void {
    if (!this.out.isTTY) return;
    const share = total === 0 ? 0 : Math.min(1, done / total);
    const said = ` ${Math.floor(share * 100)} % ${text}`;
    // Some terminals wrap a line that fills the last column, and a wrapped line cannot be rewritten.
    const columns = (this.out.columns || USUAL_COLUMNS) - 1;
    const width = Math.max(LEAST_BAR_WIDTH, Math.min(BAR_WIDTH, columns - said.length));
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
    const line = `${bar}${said}`.slice(0, columns);
    if (line === this.lastLine) return;
    // The cursor stays at the start of the line, so that log output replaces it; the next update prints it again below.
    this.out.write(`\r\u001B[K${line}\r`);
    this.lastLine = line;
  }

  /** Prints the final text. */
  end(text: string): void {
    this.out.write(`${this.lastLine === '' ? '' : '\r\u001B[K'}${text}\n`);
    this.lastLine = '';
  }
}
