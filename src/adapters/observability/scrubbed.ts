/** What may stand in the message of an error and is nobody else's business, the likeliest first. */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  // Whatever was quoted, from the first quotation mark to the last: values that PostgreSQL refused, JSON that did not parse.
  [/".*"/gs, '"…"'],
  // What drizzle appends to a statement that failed.
  [/\bparams: .*/gs, 'params: …'],
  [/\$argon2\S*/g, '…'],
  // The name and password of a URL, and its query.
  [/(:\/\/)[^\s/@]*@/g, '$1…@'],
  [/(\w\/?)\?[^\s]+/g, '$1?…'],
  [/[^\s@"'<>]+@[^\s@"'<>]+\.[^\s@"'<>]+/g, '…'],
  [/\beyJ[\w-]+(?:\.[\w-]+)*/g, '…'],
  // Tokens, keys, secrets, hashes, ids of users.
  [/[\w+/=-]{24,}(?:\.[\w+/=-]+)*/g, '…'],
  [/\b(Bearer|Basic)\s+\S+/gi, '$1 …'],
];

/** The text of an error, fit for leaving the house: without values that somebody brought. The log keeps the whole. */
export function scrubbed(text: string): string {
  return PRIVATE.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
