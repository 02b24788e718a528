import { z } from 'zod';
import type { FieldFault } from '../../../domain/shared/errors.ts';
import type { Language } from '../input/language.ts';
import type { CompleteWording, ProblemCode, ProblemText } from './wording.ts';

/** More faults than this are not listed: an answer stays small whatever came in. */
const MAX_LISTED_FAULTS = 10;

export type InputPart = 'body' | 'query' | 'path';

/** A fault and the part of the request it was found in. */
export type InputFault = FieldFault & { readonly in: InputPart };

/** RFC 9457. `message` repeats `detail` for clients that look for it. */
export const problemView = z
  .object({
    type: z.string().meta({ example: '/problems/validation-failed' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().meta({ example: '/requests/01936f7e-7c1e-7c3a-9a55-1d2f0c9b8a77' }),
    code: z.string().meta({ description: 'Stable; decide by this' }),
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
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457)' });

export type ProblemView = z.output<typeof problemView>;

export type FaultView = NonNullable<ProblemView['errors']>[number];

/** A problem as it is answered. It never repeats anything of the input but names of declared fields. */
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

/** The first of many faults, each by its name on the wire. */
export function toFaultViews(
  faults: readonly InputFault[],
  { faults: texts, wireNames }: CompleteWording,
  language: Language,
): readonly FaultView[] {
  return faults.slice(0, MAX_LISTED_FAULTS).map(({ in: part, field, code, limit }) => ({
    in: part,
    field: wireNames.get(field) ?? field,
    code,
    message: texts[code][language].replace('{limit}', String(limit)),
  }));
}
