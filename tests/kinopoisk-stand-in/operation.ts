const patterns = {
  search: /^\/api\/v2\.1\/films\/search-by-keyword$/,
  'films-by-imdb-id': /^\/api\/v2\.2\/films$/,
  collections: /^\/api\/v2\.2\/films\/collections$/,
  premieres: /^\/api\/v2\.2\/films\/premieres$/,
  film: /^\/api\/v2\.2\/films\/([^/]+)$/,
  videos: /^\/api\/v2\.2\/films\/([^/]+)\/videos$/,
  staff: /^\/api\/v1\/staff$/,
  votes: /^\/api\/v1\/kp_users\/([^/]+)\/votes$/,
  'api-key': /^\/api\/v1\/api_keys\/([^/]+)$/,
} as const;

/** An operation of Kinopoisk's API; `other` stands for every path that the stand-in does not have. */
export type Operation = keyof typeof patterns | 'other';

/** @returns the operation and the variable part of its path, still encoded, or `""`. */
export function recognize(path: string): { operation: Operation; parameter: string } {
  for (const [operation, pattern] of Object.entries(patterns)) {
    const match = pattern.exec(path);
    if (match !== null) return { operation: operation as Operation, parameter: match[1] ?? '' };
  }
  return { operation: 'other', parameter: '' };
}
