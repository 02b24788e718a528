import type { z } from 'zod';
import type { FieldFault } from '../../../domain/shared/errors.ts';
import type { ProblemCode } from './wording.ts';

/** Errors in the form of another standard than RFC 9457, for routes whose clients expect it. The bodies are JSON. */
export type ErrorForm = {
  readonly schema: z.ZodType;
  readonly answerTo: (problem: FormedProblem) => ErrorAnswer;
};

type FormedProblem = {
  readonly code: ProblemCode;
  readonly status: number;
  readonly faults?: readonly FieldFault[];
};

export type ErrorAnswer = {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
};

/** Finds the form of errors by the path of a request: some fail before a route is found. */
export type ErrorForms = (path: string) => ErrorForm | undefined;

export function errorFormsOf(routes: readonly { readonly path: string; readonly errorForm?: ErrorForm }[]): ErrorForms {
  const known = new Map(routes.flatMap(({ path, errorForm }) => (errorForm ? [[path, errorForm]] : [])));
  return (path) => known.get(path.replace(/(?:\/?\?.*|\/)$/, ''));
}
