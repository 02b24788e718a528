/** Patterns of private data in error messages, most likely first. */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  // Everything from the first to the last quotation mark: values refused by PostgreSQL, JSON that did not parse.
  [/".*"/gs, '"…"'],
  // Parameters that drizzle appends to a failed statement.
  [/\bparams: .*/gs, 'params: …'],
  [/\$argon2\S*/g, '…'],
  // The user name, password and query of a URL.
  [/(:\/\/)[^\s/@]*@/g, '$1…@'],
  [/(\w\/?)\?[^\s]+/g, '$1?…'],
  // E-mail addresses. The first part has a maximum, because without it long text takes quadratic time.
  [/[^\s@"'<>]{1,320}@[^\s@"'<>]+\.[^\s@"'<>]+/g, '…'],
  [/\beyJ[\w-]+(?:\.[\w-]+)*/g, '…'],
  [/\bkp(?:at|r)_[\w-]+/g, '…'],
  // Tokens, keys, secrets, hashes, user ids.
  [/[\w+/=-]{24,}(?:\.[\w+/=-]+)*/g, '…'],
  [/\b(Bearer|Basic)\s+\S+/gi, '$1 …'],
];

/** The text of an error without private values, safe to send to the error tracker. The log keeps the full text. */
export function scrubbed(text: string): string {
  return PRIVATE.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
