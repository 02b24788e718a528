import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Reads a password from the terminal without echo, or the first line of standard input. */
export async function readPassword(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/, 1)[0] ?? '';
  stderr.write(prompt);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silence, terminal: true });
  const givenUp = new AbortController();
  // Ctrl-C, and Ctrl-D, which only closes the input: without this the process would end successfully.
  for (const event of ['SIGINT', 'close'] as const) terminal.once(event, () => givenUp.abort());
  // Ctrl-Z would leave the terminal without echo.
  terminal.on('SIGTSTP', () => undefined);
  try {
    return await terminal.question('', { signal: givenUp.signal });
  } catch {
    throw new Error('no password was given');
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
