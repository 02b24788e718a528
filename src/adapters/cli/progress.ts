const BAR_WIDTH = 30;

/** How far something is, as somebody at a terminal wants to see it: one line that changes. Elsewhere only the ends of it are told. */
export class Progress {
  private lastLine = '';

  constructor(private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>) {}

  /** `total` may grow. */
  show({ done, total, text }: { done: number; total: number; text: string }): void {
    if (!this.out.isTTY) return;
    const share = total === 0 ? 0 : Math.min(1, done / total);
    const bar = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░');
    const line = `${bar} ${Math.floor(share * 100)} % ${text}`;
    if (line === this.lastLine) return;
    this.out.write(`\r\u001B[K${line}`);
    this.lastLine = line;
  }

  /** The last word. */
  end(text: string): void {
    this.out.write(`${this.lastLine === '' ? '' : '\r\u001B[K'}${text}\n`);
    this.lastLine = '';
  }
}
