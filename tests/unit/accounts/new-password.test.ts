import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readNewPassword } from '../../../src/adapters/cli/new-password.ts';

/** A terminal on which somebody types one entry after each prompt, or all entries before the first prompt. */
function terminal(...typed: string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  let prompts = '';
  const stderr = {
    write: (text: string) => {
      prompts += text;
      const next = text === '\n' ? undefined : typed.shift();
      if (next !== undefined) stdin.write(next);
      return true;
    },
  };
  return { stdin, stderr, prompts: () => prompts };
}

function pipe(text: string) {
  return { stdin: new PassThrough().end(text), stderr: { write: () => expect.unreachable('nobody is asked') } };
}

describe('a new password', () => {
  it('is asked for twice on a terminal, without echo', async () => {
    const input = terminal('follow the white rabbit\r', 'follow the white rabbit\r');
    expect(await readNewPassword('neo', input)).toBe('follow the white rabbit');
    expect(input.prompts()).toBe('New password for neo: \nThe same password again: \n');
  });

  it('may be typed before the prompts', async () => {
    expect(await readNewPassword('neo', terminal('the matrix\rthe matrix\r'))).toBe('the matrix');
  });

  it('is refused when the two differ', async () => {
    await expect(readNewPassword('neo', terminal('the matrix\r', 'the matrxi\r'))).rejects.toThrow(
      'The two passwords differ. Nothing was changed.',
    );
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is not given by %s, at either prompt', async (_, key) => {
    for (const input of [terminal(key), terminal('the matrix\r', key)])
      await expect(readNewPassword('neo', input)).rejects.toThrow('No password was given. Nothing was changed.');
  });

  it.each([
    ['the matrix\n', 'the matrix'],
    ['the matrix\r\nand more\n', 'the matrix'],
    ['  with spaces  ', '  with spaces  '],
  ])('is the first line of standard input: %j', async (piped, password) => {
    expect(await readNewPassword('neo', pipe(piped))).toBe(password);
  });

  it.each(['', '\n', '\r\nsecond\n'])('is missing in %j', async (piped) => {
    await expect(readNewPassword('neo', pipe(piped))).rejects.toThrow('first line of standard input');
  });
});
