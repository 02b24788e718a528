import { beforeEach, describe, expect, it } from 'vitest';
import { Progress } from '../../../src/adapters/cli/progress.ts';

/** A minimal terminal: the written text, and the content of its lines. */
class Terminal {
  written = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns: number,
  ) {}

  write(text: string): boolean {
    this.written += text;
    return true;
  }

  get lines(): string[] {
    return this.written.split('\n').map((line) => (line.split('\r\u001B[K').at(-1) ?? '').replace(/\r$/, ''));
  }
}

const state = { done: 15, total: 60, text: '12 matched' };

describe('Progress on a terminal', () => {
  let terminal: Terminal;
  let progress: Progress;
  beforeEach(() => {
    terminal = new Terminal(true, 80);
    progress = new Progress(terminal);
  });

  it('is one line that changes until the final text', () => {
    progress.show({ ...state, done: 0 });
    expect(terminal.lines).toEqual([`${'░'.repeat(30)} 0 % 12 matched`]);
    progress.show(state);
    expect(terminal.lines).toEqual([`${'█'.repeat(8)}${'░'.repeat(22)} 25 % 12 matched`]);
    progress.show({ ...state, done: 60 });
    expect(terminal.lines).toEqual([`${'█'.repeat(30)} 100 % 12 matched`]);
    progress.end('Done.');
    expect(terminal.lines).toEqual(['Done.', '']);
  });

  it('is replaced by other output, and written again below it', () => {
    progress.show(state);
    expect(terminal.written.endsWith('\r')).toBe(true);
    terminal.write('\u001B[Ksomething happened\n');
    progress.show({ ...state, done: 60 });
    expect(terminal.lines[1]).toContain('100 %');
  });

  it('writes nothing if nothing has changed', () => {
    progress.show(state);
    const { written } = terminal;
    progress.show(state);
    expect(terminal.written).toBe(written);
  });

  it.each([
    ['nothing to do', { done: 0, total: 0 }, ' 0 %'],
    ['less of it than was told', { done: 70, total: 60 }, ' 100 %'],
    ['all but one', { done: 999, total: 1000 }, ' 99 %'],
  ])('prints a share for %s', (_, differences, share) => {
    progress.show({ ...state, ...differences });
    expect(terminal.lines[0]).toContain(share);
  });

  it.each([
    [40, `${'█'.repeat(6)}${'░'.repeat(17)} 25 % 12 matched`],
    [24, `${'█'.repeat(2)}${'░'.repeat(5)} 25 % 12 matched`],
    [12, `${'█'.repeat(1)}${'░'.repeat(4)} 25 % `],
    [0, `${'█'.repeat(8)}${'░'.repeat(22)} 25 % 12 matched`],
  ])('stays on one line of %i columns', (columns, line) => {
    const narrow = new Terminal(true, columns);
    new Progress(narrow).show(state);
    expect(narrow.lines).toEqual([line]);
  });
});

describe('Progress elsewhere', () => {
  it('prints only the final text', () => {
    const file = new Terminal(false, 0);
    const progress = new Progress(file);
    progress.show(state);
    progress.end('Done.');
    expect(file.written).toBe('Done.\n');
  });
});
