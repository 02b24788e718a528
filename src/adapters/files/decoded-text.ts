import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { FilmListUnusable } from '../../domain/imports/film-import.ts';

/** Number of bytes used to detect the encoding. */
const BLOCK_BYTES = 65_536;

/**
 * Share of non-ASCII letters next to another one: nearly all in Cyrillic words, hardly any in Latin words with accents.
 */
const LEAST_SHARE_OF_CYRILLIC = 0.7;

/**
 * Decodes a file: as declared, else by its byte order mark, else as UTF-8 or, where that fails and the letters look
 * Russian, as Windows-1251. A file in Latin-1 is refused, because its letters would be misread silently.
 * @throws FilmListUnusable `unknown-encoding`
 */
export async function* decodedText(
  bytes: AsyncIterable<Uint8Array>,
  declared: string | undefined,
): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const block of inBlocks(bytes)) {
    if (isFirst) decoder = markedDecoder(block) ?? (declared === undefined ? undefined : decoderOf(declared));
    isFirst = false;
    if (decoder === undefined && !isPlain(block)) decoder = guessedDecoder(block);
    yield decoder === undefined ? block.toString('latin1') : decoded(decoder, block);
  }
  if (decoder) yield decoded(decoder);
}

async function* inBlocks(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    held.push(chunk);
    length += chunk.length;
    if (length < BLOCK_BYTES) continue;
    yield Buffer.concat(held);
    [held, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(held);
}

function markedDecoder(block: Buffer): TextDecoder | undefined {
  const marks: [string, readonly number[]][] = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ];
  const marked = marks.find(([, mark]) => mark.every((byte, at) => block[at] === byte));
  return marked && decoderOf(marked[0]);
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new FilmListUnusable('unknown-encoding');
  }
}

/** Text that is equal in all candidate encodings. None of them contains a zero byte. */
function isPlain(block: Buffer): boolean {
  if (block.includes(0)) throw new FilmListUnusable('unknown-encoding');
  return isAscii(block);
}

function guessedDecoder(block: Buffer): TextDecoder {
  try {
    // In streaming mode, because the last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(block, { stream: true });
    return decoderOf('utf-8');
  } catch {
    if (looksRussian(block)) return decoderOf('windows-1251');
    throw new FilmListUnusable('unknown-encoding');
  }
}

function looksRussian(block: Buffer): boolean {
  const isLetter = (byte: number | undefined): boolean =>
    byte !== undefined && (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8);
  let [letters, besideAnother] = [0, 0];
  for (const [at, byte] of block.entries()) {
    if (!isLetter(byte)) continue;
    letters += 1;
    if (isLetter(block[at - 1]) || isLetter(block[at + 1])) besideAnother += 1;
  }
  return letters > 0 && besideAnother / letters >= LEAST_SHARE_OF_CYRILLIC;
}

function decoded(decoder: TextDecoder, block?: Buffer): string {
  try {
    return decoder.decode(block, { stream: block !== undefined });
  } catch {
    throw new FilmListUnusable('unknown-encoding');
  }
}
