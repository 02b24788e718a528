/** Headers that answers may carry beside the usual ones, and what they say. */
export const ANSWER_HEADERS = {
  ETag: 'Names this very answer: send it as `If-None-Match` (RFC 9110 section 8.8.3)',
  Age: 'Seconds since Kinopoisk gave this answer, where it is kept (RFC 9111 section 5.1)',
  'Film-Source':
    'Who answered: `kinopoisk` just now, `cache` with what it said before, or `catalogue` with what is known besides',
  'X-Total-Count': 'Records in the whole list',
  'Content-Disposition': 'A name for the file (RFC 6266)',
  Location: 'Where it can be seen (RFC 9110 section 10.2.2)',
  Link: 'The first, previous, next and last page (RFC 8288)',
  RateLimit: 'What is left of the limit, and the seconds until all of it is back',
  'RateLimit-Policy': 'The limit and its window in seconds',
  'Retry-After': 'Whole seconds after which trying again makes sense',
  'WWW-Authenticate': 'How to authenticate (RFC 6750)',
} as const;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

export type AnswerHeaders = Partial<Record<AnswerHeader, string>>;
