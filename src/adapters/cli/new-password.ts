import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where a password is typed, and where prompts go; `process` outside of tests. */
export type PasswordInput = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stderr: Pick<Writable, 'write'>;
};

/**
 * Reads a new password. On a terminal it asks twice, because nobody can see the typed text. Otherwise it takes the
 * first line of standard input. @throws Error when none is given, or the two differ
 */
export async function readNewPassword(account: string, input: PasswordInput = process): Promise<string> {
  if (!input.stdin.isTTY) return firstLine(await text(input.stdin));
  const [password, again] = await askSilently([`New password for ${account}: `, 'The same password again: '], input);
  if (password !== again) throw new Error('The two passwords differ. Nothing was changed.');
  return password ?? '';
}

function firstLine(piped: string): string {
  const [line = ''] = piped.split(/\r?\n/, 1);
  if (line === '') throw new Error('Give the password on a terminal, or as the first line of standard input.');
  return line;
}

/** Uses one reader for all prompts: a second one would lose text that was typed before its prompt. */
async function askSilently(prompts: readonly string[], { stdin, stderr }: PasswordInput): Promise<string[]> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silence, terminal: true });
  // Ctrl-C ends the input, as Ctrl-D does.
  terminal.on('SIGINT', () => terminal.close());
  // Ctrl-Z would leave the terminal without echo.
  terminal.on('SIGTSTP', () => undefined);
  const lines = terminal[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const prompt of prompts) {
      stderr.write(prompt);
      const line = await lines.next();
      stderr.write('\n');
      if (line.done === true) throw new Error('No password was given. Nothing was changed.');
      answers.push(line.value);
    }
    return answers;
  } finally {
    terminal.close();
  }
}
