/** Text that a database and the upstream can take: well-formed Unicode (no lone surrogate; RFC 8259 §8.2) without NUL. */
export function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Length in code points: what people count as characters, nearly. */
export function codePointLength(text: string): number {
  return Array.from(text).length;
}
