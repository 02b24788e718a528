/**
 * Text that the database and the upstream accept: well-formed Unicode (no lone surrogate; RFC 8259 §8.2) without NUL.
 */
export function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Length in code points, close to what people count as characters. */
export function codePointLength(text: string): number {
  return Array.from(text).length;
}
