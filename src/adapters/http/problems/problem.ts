import type { FieldFault, FieldFaultCode } from '../../../domain/shared/errors.ts';
import type { Language, Text } from '../input/language.ts';
import type { CompleteWording, ProblemCode, ProblemText } from './wording.ts';

/** Maximum number of listed faults, so that an answer stays small whatever the input. */
export const MAX_LISTED_FAULTS = 10;

export type InputPart = 'body' | 'query' | 'path';

/** A fault, and the part of the request in which it was found. `wanted`: which values the field accepts. */
export type InputFault = FieldFault & { readonly in: InputPart; readonly wanted?: Text };

/** RFC 9457. `message` repeats `detail` for clients that expect that name. */
type ProblemView = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly message: string;
  readonly errors?: readonly FaultView[];
};

type FaultView = {
  readonly in: InputPart;
  readonly field: string;
  readonly code: FieldFaultCode;
  readonly message: string;
};

/** The problem as answered. `publicUrl`: `PUBLIC_URL`. It repeats nothing of the input except names of declared fields. */
export function toProblemView(
  {
    code,
    status,
    text,
    errors,
  }: { code: ProblemCode; status: number; text: ProblemText; errors?: readonly FaultView[] },
  { requestId, language }: { requestId: string; language: Language },
  publicUrl: string | undefined,
): ProblemView {
  return {
    // Not relative to the request: the type identifies the problem, so it is the same in all answers.
    type: `${publicUrl ?? ''}/problems/${code}`,
    title: text.title[language],
    status,
    detail: text.detail[language],
    instance: `/requests/${requestId}`,
    code,
    message: text.detail[language],
    ...(errors && { errors }),
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
