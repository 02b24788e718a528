import { ANSWER_HEADERS } from '../output/headers.ts';
import type { AnswerDeclaration } from './route.ts';

/** The headers of an answer, as OpenAPI describes them. */
export function headersOf({ headers = [], ownHeaders = {} }: Pick<AnswerDeclaration, 'headers' | 'ownHeaders'>) {
  const described = headers.map((name) => [name, ANSWER_HEADERS[name]] as const);
  return Object.fromEntries(
    [['X-Request-Id', 'Id of this request'] as const, ...Object.entries(ownHeaders), ...described].map(
      ([name, description]) => [name, { description, schema: { type: 'string' as const } }],
    ),
  );
}
