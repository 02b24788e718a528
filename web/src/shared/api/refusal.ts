import type { Problem } from '@kinopolka/client';
import { ProblemError } from '@kinopolka/client';

/** Whether the service refused with this problem. */
export function isRefusedWith(error: unknown, code: Problem['code']): error is ProblemError {
  return error instanceof ProblemError && error.code === code;
}

/** A fault of a field of a form, with the text of the service. */
export type Fault = { readonly field: string; readonly message: string };

/** Problems that are about one field of a form. */
const FIELDS: { readonly [Code in Problem['code']]?: string } = {
  'username-taken': 'username',
  'email-taken': 'email',
  'wrong-password': 'password',
  'role-name-taken': 'name',
};

export function faultsOf(error: unknown): readonly Fault[] {
  if (!(error instanceof ProblemError) || !error.problem) return [];
  const { code, detail } = error.problem;
  const field = FIELDS[code];
  if (field !== undefined) return [{ field, message: detail }];
  return (error.problem as { readonly errors?: readonly Fault[] }).errors ?? [];
}

/** The message for a field of a form. */
export function faultOf(error: unknown, field: string): string | undefined {
  return faultsOf(error).find((fault) => fault.field === field)?.message;
}
