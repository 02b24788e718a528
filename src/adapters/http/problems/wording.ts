import type { ErrorCode, FieldFaultCode } from '../../../domain/shared/errors.ts';
import type { Text } from '../input/language.ts';
import type { HttpProblemCode } from './http-problem.ts';

export type ProblemCode = ErrorCode | HttpProblemCode;

/** `title` names the problem, `detail` tells what to do about it. */
export type ProblemText = { readonly title: Text; readonly detail: Text };

/**
 * The problem texts of a subject. `{limit}` in the text of a fault is replaced by the fault's limit. `wireNames`: field
 * names on the wire that differ from those of use cases. `inQuery`: query fields checked by use cases; all other fields
 * are in the body. `wanted`: which values are accepted for the fields that use cases check.
 */
export type Wording = {
  readonly problems?: Readonly<Partial<Record<ProblemCode, ProblemText>>>;
  readonly faults?: Readonly<Partial<Record<FieldFaultCode, Text>>>;
  readonly wireNames?: Readonly<Record<string, string>>;
  readonly inQuery?: readonly string[];
  readonly wanted?: Readonly<Record<string, Text>>;
};

/** The texts of all subjects. Every problem and every fault has one. */
export type CompleteWording = {
  readonly problems: Readonly<Record<ProblemCode, ProblemText>>;
  readonly faults: Readonly<Record<FieldFaultCode, Text>>;
  readonly wireNames: ReadonlyMap<string, string>;
  readonly inQuery: ReadonlySet<string>;
  readonly wanted: ReadonlyMap<string, Text>;
};
