/** Headers of answers besides the usual ones, with their descriptions. */
export const ANSWER_HEADERS = {
  ETag: 'Identifies this version of the answer; send it as `If-None-Match` (RFC 9110 section 8.8.3)',
  Age: 'Age of the cached answer in seconds (RFC 9111 section 5.1)',
  'X-Total-Count': 'Number of records in the whole list',
  'Content-Disposition': 'File name for the download (RFC 6266)',
  Location: 'URL of the created resource (RFC 9110 section 10.2.2)',
  Link: 'First, previous, next and last page (RFC 8288)',
  RateLimit: 'Calls left in the limit, and seconds until all are available again',
  'RateLimit-Policy': 'The limit and its window in seconds',
  'Retry-After': 'Whole seconds to wait before a retry',
  'WWW-Authenticate': 'How to authenticate (RFC 6750)',
} as const;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

export type AnswerHeaders = Partial<Record<AnswerHeader, string>>;
