import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { FilmListUnusable } from '../../domain/imports/film-import.ts';

/** Number of bytes used to detect the encoding. */
const BLOCK_BYTES = 65_536;

/**
 * A text looks Russian if at least this share of its non-ASCII letters stand next to another non-ASCII letter. The
 * share is nearly 1 in Cyrillic words, and nearly 0 in Latin words with accents.
 */
const LEAST_SHARE_OF_CYRILLIC = 0.7;

/** Maximum number of bytes before the `<meta charset>` of an HTML page. */
const META_WITHIN_BYTES = 4096;
/** The number of blanks is limited. Without a limit, the pattern took half a second for 4 KB of blanks. */
const META_CHARSET = /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{1,40})/i;

/** The beginnings of the files of spreadsheet programs: ZIP (.xlsx, .ods) and OLE (.xls). */
const WORKBOOKS: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** The Russian letters that make up two thirds of a text. */
const FREQUENT = /[оеаинтсрвл]/g;
/** A capital letter after a small one, which hardly any word contains. */
const TURNED_CASE = /[а-яё][А-ЯЁ]/g;

/**
 * Decodes a file. It uses the first of these encodings that applies: that of the byte order mark, the declared one,
 * UTF-8, the one that an HTML page itself declares, and Windows-1251 or KOI8-R if the letters look Russian. A file in
 * Latin-1 that is not declared is refused, because its letters could be read as wrong ones.
 * @throws FilmListUnusable `unknown-encoding`, `workbook`
 */
export async function* decodedText(
  bytes: AsyncIterable<Uint8Array>,
  declared: string | undefined,
): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const block of inBlocks(bytes)) {
    if (isFirst) decoder = firstDecoder(block, declared);
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

function firstDecoder(block: Buffer, declared: string | undefined): TextDecoder | undefined {
  if (WORKBOOKS.some((beginning) => startsWith(block, beginning))) throw new FilmListUnusable('workbook');
  return markedDecoder(block) ?? (declared === undefined ? declaredInPage(block) : decoderOf(declared));
}

/**
 * A saved page may have another encoding than it declares, so UTF-8 is tried first: text in another encoding is hardly
 * ever valid UTF-8.
 */
function declaredInPage(block: Buffer): TextDecoder | undefined {
  const page = block.toString('latin1', 0, META_WITHIN_BYTES);
  const charset = page.trimStart().startsWith('<') ? META_CHARSET.exec(page)?.[1] : undefined;
  if (charset === undefined || /^utf-?16/i.test(charset) || (!isAscii(block) && isUtf8(block))) return undefined;
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return undefined;
  }
}

function startsWith(block: Buffer, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => block[at] === byte);
}

function markedDecoder(block: Buffer): TextDecoder | undefined {
  const marks: [string, readonly number[]][] = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ];
  const marked = marks.find(([, mark]) => startsWith(block, mark));
  return marked && decoderOf(marked[0]);
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new FilmListUnusable('unknown-encoding');
  }
}

/** Whether the text is the same in all possible encodings. None of them uses a zero byte. */
function isPlain(block: Buffer): boolean {
  if (block.includes(0)) throw new FilmListUnusable('unknown-encoding');
  return isAscii(block);
}

function guessedDecoder(block: Buffer): TextDecoder {
  if (isUtf8(block)) return decoderOf('utf-8');
  if (!looksRussian(block)) throw new FilmListUnusable('unknown-encoding');
  const [windows1251, koi8] = ['windows-1251', 'koi8-r'].map((encoding) => russianness(block, encoding));
  return decoderOf((koi8 ?? 0) > (windows1251 ?? 0) ? 'koi8-r' : 'windows-1251');
}

function isUtf8(block: Buffer): boolean {
  try {
    // In streaming mode, because the last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(block, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Both encodings use the same bytes for letters, in another order and with small and capital letters exchanged. */
function russianness(block: Buffer, encoding: string): number {
  const text = new TextDecoder(encoding).decode(block);
  const count = (pattern: RegExp, of: string) => of.match(pattern)?.length ?? 0;
  return count(FREQUENT, text.toLowerCase()) - count(TURNED_CASE, text);
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
