import { z } from 'zod';
import type { FieldFault } from '../../../domain/shared/errors.ts';
import type { Language, Text } from '../input/language.ts';
import type { CompleteWording, ProblemCode, ProblemText } from './wording.ts';

/** Maximum number of listed faults, so that an answer stays small whatever the input. */
const MAX_LISTED_FAULTS = 10;

export type InputPart = 'body' | 'query' | 'path';

/** A fault and the part of the request that it was found in. `wanted`: which values the field takes. */
export type InputFault = FieldFault & { readonly in: InputPart; readonly wanted?: Text };

/** RFC 9457. `message` repeats `detail` for clients that expect that name. */
export const problemView = z
  .object({
    type: z.string().meta({ example: '/problems/validation-failed' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().meta({ example: '/requests/01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' }),
    code: z.string().meta({ description: 'Stable; base your program’s decisions on it' }),
    message: z.string().meta({ description: 'The same as `detail`' }),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'path']),
          field: z.string(),
          code: z.string(),
          message: z.string(),
        }),
      )
      .max(MAX_LISTED_FAULTS)
      .optional(),
  })
  .meta({ id: 'Problem', description: 'A failure (RFC 9457)' });

export type ProblemView = z.output<typeof problemView>;

export type FaultView = NonNullable<ProblemView['errors']>[number];

/** The problem as answered. It repeats nothing of the input except names of declared fields. */
export function toProblemView(
  {
    code,
    status,
    text,
    errors,
  }: { code: ProblemCode; status: number; text: ProblemText; errors?: readonly FaultView[] },
  { requestId, language }: { requestId: string; language: Language },
): ProblemView {
  return {
    type: `/problems/${code}`,
    title: text.title[language],
    status,
    detail: text.detail[language],
    instance: `/requests/${requestId}`,
    code,
    message: text.detail[language],
    ...(errors && { errors: [...errors] }),
  };
}

/** The first faults, with field names as on the wire. */
export function toFaultViews(
  faults: readonly InputFault[],
  wording: CompleteWording,
  language: Language,
): readonly FaultView[] {
  return faults.slice(0, MAX_LISTED_FAULTS).map((fault) => ({
    in: fault.in,
    field: wording.wireNames.get(fault.field) ?? fault.field,
    code: fault.code,
    message: messageOf(fault, wording, language),
  }));
}

const EXPECTED: Text = { en: 'Expected', ru: 'Ожидается' };

/** Says what is wrong, then which values are allowed unless the text already names the limit. */
function messageOf(fault: InputFault, { faults: texts, wanted: known }: CompleteWording, language: Language): string {
  const text = texts[fault.code][language];
  const wanted = fault.wanted ?? known.get(fault.field);
  if (text.includes('{limit}')) return text.replace('{limit}', String(fault.limit));
  return wanted ? `${text} ${EXPECTED[language]}: ${wanted[language]}.` : text;
}
