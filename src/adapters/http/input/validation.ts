import type { z } from 'zod';
import type { DomainError, FieldFault, FieldFaultCode } from '../../../domain/shared/errors.ts';
import { lookup } from '../../../domain/shared/lookup.ts';
import type { InputFault, InputPart } from '../problems/problem.ts';

/** Input that violates the route's schemas, with every fault found. */
export class InvalidInput extends Error {
  constructor(readonly faults: readonly InputFault[]) {
    super('The input does not fit the schema');
    this.name = 'InvalidInput';
  }
}

/** @returns the parsed value, or its faults @throws the DomainError of a missing object when nothing else is wrong */
export function validated<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: InputPart,
): { value: z.output<S>; faults: [] } | { faults: InputFault[] } {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, faults: [] };
  const faults = result.error.issues.filter((issue) => missingBy(issue) === undefined);
  const [Missing] = result.error.issues.flatMap((issue) => missingBy(issue) ?? []);
  if (faults.length === 0 && Missing) throw new Missing();
  return { faults: faults.map((issue) => ({ in: part, ...faultOf(issue, value) })) };
}

/** The error of `nameOf` for a missing object. */
function missingBy(issue: z.core.$ZodIssue): (new () => DomainError) | undefined {
  return issue.code === 'custom' ? (issue.params?.['missing'] as (new () => DomainError) | undefined) : undefined;
}

function faultOf(issue: z.core.$ZodIssue, input: unknown): FieldFault {
  const field = issue.path.join('.');
  const value = issue.path.reduce(memberOf, input);
  return { field, ...reasonOf(issue, value) };
}

function memberOf(at: unknown, key: PropertyKey): unknown {
  return typeof at === 'object' && at !== null ? lookup(at as Record<PropertyKey, unknown>, key) : undefined;
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): { code: FieldFaultCode; limit?: number } {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return { code: missingOrWrong(value) };
    case 'too_small':
      return { code: issue.origin === 'string' ? 'too-short' : 'too-small', limit: Number(issue.minimum) };
    case 'too_big':
      return { code: issue.origin === 'string' ? 'too-long' : 'too-big', limit: Number(issue.maximum) };
    case 'custom':
      return (issue.params ?? { code: 'invalid-value' }) as { code: FieldFaultCode; limit?: number };
    case 'invalid_value':
      return { code: value === undefined ? 'required' : Array.isArray(value) ? 'repeated' : 'invalid-value' };
    default:
      return { code: 'invalid-format' };
  }
}

function missingOrWrong(value: unknown): FieldFaultCode {
  if (value === undefined) return 'required';
  return Array.isArray(value) ? 'repeated' : 'invalid-type';
}
