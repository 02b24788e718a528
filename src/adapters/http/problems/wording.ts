import type { ErrorCode, FieldFaultCode } from '../../../domain/shared/errors.ts';
import type { Text } from '../input/language.ts';
import type { HttpProblemCode } from './http-problem.ts';

export type ProblemCode = ErrorCode | HttpProblemCode;

/** `title` names the problem, `detail` says what to do about it. */
export type ProblemText = { readonly title: Text; readonly detail: Text };

/**
 * What a subject says of its problems. `{limit}` in the text of a fault is replaced by the fault's limit. `wireNames`: names of
 * fields on the wire that differ from those inside. `inQuery`: fields that use cases check and that come in the query; all
 * others come in the body.
 */
export type Wording = {
  readonly problems?: Readonly<Partial<Record<ProblemCode, ProblemText>>>;
  readonly faults?: Readonly<Partial<Record<FieldFaultCode, Text>>>;
  readonly wireNames?: Readonly<Record<string, string>>;
  readonly inQuery?: readonly string[];
};

/** The wording of all subjects: no problem and no fault lacks its text. */
export type CompleteWording = {
  readonly problems: Readonly<Record<ProblemCode, ProblemText>>;
  readonly faults: Readonly<Record<FieldFaultCode, Text>>;
  readonly wireNames: ReadonlyMap<string, string>;
  readonly inQuery: ReadonlySet<string>;
};
