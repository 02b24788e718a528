/** Characters that control a terminal, or are invisible there. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LINE_BREAK = '\n';
const BYTE_ORDER_MARK = /^\ufeff/;

/** Text that comes from people or files, to be shown on one line of a terminal. */
export function forTerminals(text: string): string {
  return text.replaceAll(INVISIBLE, '\u{FFFD}');
}

/** Like `forTerminals`, for several lines, such as the message of an error. */
export function linesForTerminals(text: string): string {
  return text.replaceAll('\r\n', LINE_BREAK).split(LINE_BREAK).map(forTerminals).join(LINE_BREAK);
}

/** The pieces of a file as `linesForTerminals` shows them, without the mark of its encoding. */
export async function* piecesForTerminals(pieces: AsyncIterable<string>): AsyncIterable<string> {
  for await (const piece of pieces) yield linesForTerminals(piece.replace(BYTE_ORDER_MARK, ''));
}

/** JSON with the same values as `JSON.stringify`. Characters that `forTerminals` replaces are escaped, except line breaks. */
export function printableJson(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replaceAll(INVISIBLE, (character) =>
    character === LINE_BREAK ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
