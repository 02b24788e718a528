import { describe, expect, it } from 'vitest';
import { linesForTerminals, piecesForTerminals, printableJson } from '../../../src/adapters/cli/terminal-text.ts';

describe('JSON on a terminal', () => {
  /** A control sequence in one character (C1), a change of direction, a tag of two units, and line ends of Unicode. */
  const hostile = 'Neo\u001b[2J\u009b2J\u202ecod.exe\u{e0041}\u2028\u2029\u007f';

  it.each([undefined, 2])('has no characters that control it, and the same values (indented by %s)', (space) => {
    const value = { user_agent: hostile, list: ['é', '\n', '😀'] };
    const json = printableJson(value, space);
    expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(json)).toEqual(value);
  });
});

describe('text of several lines on a terminal', () => {
  it('keeps its lines, and no other characters that control it', async () => {
    const text = 'a;\u001b[2Jb\u009b2J\r\nc\u0007\n';
    const shown = 'a;\u{fffd}[2Jb\u{fffd}2J\nc\u{fffd}\n';
    expect(linesForTerminals(text)).toBe(shown);
    const pieces = piecesForTerminals(
      (async function* () {
        yield `\ufeff${text}`;
        yield text;
      })(),
    );
    expect(await Array.fromAsync(pieces)).toEqual([shown, shown]);
  });
});
