/** Characters that would act on a terminal, or hide there. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text that comes from people or files, to be shown on one line of a terminal. */
export function forTerminals(text: string): string {
  return text.replaceAll(INVISIBLE, '\u{FFFD}');
}
