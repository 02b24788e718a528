const BAR_WIDTH = 30;
const LEAST_BAR_WIDTH = 5;
/** Of a terminal that does not tell. */
const USUAL_COLUMNS = 80;

/** How far something is, as somebody at a terminal wants to see it: one line that changes. Elsewhere only the ends of it are told. */
export class Progress {
  private lastLine = '';

  constructor(private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>) {}

  /** `total` may grow. */
  show({ done, total, text }: { done: number; total: number; text: string }): void {
    if (!this.out.isTTY) return;
    const share = total === 0 ? 0 : Math.min(1, done / total);
    const said = ` ${Math.floor(share * 100)} % ${text}`;
    // A line that fills the last column is two to some terminals, and could not be taken back.
    const columns = (this.out.columns || USUAL_COLUMNS) - 1;
    const width = Math.max(LEAST_BAR_WIDTH, Math.min(BAR_WIDTH, columns - said.length));
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
    const line = `${bar}${said}`.slice(0, columns);
    if (line === this.lastLine) return;
    // The cursor waits where the line begins: what the log writes takes its place, and it comes again below.
    this.out.write(`\r\u001B[K${line}\r`);
    this.lastLine = line;
  }

  /** The last word. */
  end(text: string): void {
    this.out.write(`${this.lastLine === '' ? '' : '\r\u001B[K'}${text}\n`);
    this.lastLine = '';
  }
}
