/** Characters that control a terminal, or are invisible there. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LINE_BREAK = '\n';

/** Text that comes from people or files, to be shown on one line of a terminal. */
export function forTerminals(text: string): string {
  return text.replaceAll(INVISIBLE, '\u{FFFD}');
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
