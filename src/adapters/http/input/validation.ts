import type { z } from 'zod';
import type { DomainError, FieldFaultCode } from '../../../domain/shared/errors.ts';
import { lookup } from '../../../domain/shared/lookup.ts';
import type { InputFault, InputPart } from '../problems/problem.ts';
import { fieldsAt, oneOf, wantedAt } from './wanted.ts';

/** Longest name of a field in an answer. */
const MAX_FIELD_LENGTH = 100;

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
  return { faults: faults.flatMap((issue) => faultsOf(issue, value, { schema, part })) };
}

/** The error of `nameOf` for a missing object. */
function missingBy(issue: z.core.$ZodIssue): (new () => DomainError) | undefined {
  return issue.code === 'custom' ? (issue.params?.['missing'] as (new () => DomainError) | undefined) : undefined;
}

type Place = { readonly schema: z.ZodType; readonly part: InputPart };

function faultsOf(issue: z.core.$ZodIssue, input: unknown, { schema, part }: Place): InputFault[] {
  if (issue.code === 'unrecognized_keys') {
    const wanted = oneOf(fieldsAt(schema, issue.path));
    return issue.keys.map((key) => ({
      in: part,
      field: nameOf([...issue.path, key], part),
      code: 'unknown-field',
      wanted,
    }));
  }
  const value = issue.path.reduce(memberOf, input);
  const wanted = wantedAt(schema, issue.path);
  return [{ in: part, field: nameOf(issue.path, part), ...reasonOf(issue, value, part), ...(wanted && { wanted }) }];
}

/**
 * The name of a field; the name of the part, such as `body`, if the whole part is wrong. Replaces unsafe characters
 * with "?", because the client chose the name.
 */
function nameOf(path: readonly PropertyKey[], part: InputPart): string {
  const name = path
    .map(String)
    .join('.')
    .replace(/[^\w.-]/g, '?');
  return name === '' ? part : name.slice(0, MAX_FIELD_LENGTH);
}

function memberOf(at: unknown, key: PropertyKey): unknown {
  return typeof at === 'object' && at !== null ? lookup(at as Record<PropertyKey, unknown>, key) : undefined;
}

type Reason = { readonly code: FieldFaultCode; readonly limit?: number };

function reasonOf(issue: z.core.$ZodIssue, value: unknown, part: InputPart): Reason {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return { code: missingOr('invalid-type', value, part) };
    case 'too_small':
      return { code: TOO_LITTLE.get(issue.origin) ?? 'too-small', limit: Number(issue.minimum) };
    case 'too_big':
      return { code: TOO_MUCH.get(issue.origin) ?? 'too-big', limit: Number(issue.maximum) };
    case 'custom':
      return (issue.params ?? { code: 'invalid-value' }) as Reason;
    case 'invalid_value':
      return { code: missingOr('invalid-value', value, part) };
    default:
      return { code: 'invalid-format' };
  }
}

const TOO_LITTLE: ReadonlyMap<string, FieldFaultCode> = new Map([
  ['string', 'too-short'],
  ['array', 'too-few'],
]);

const TOO_MUCH: ReadonlyMap<string, FieldFaultCode> = new Map([
  ['string', 'too-long'],
  ['array', 'too-many'],
]);

/** The code of a missing or wrong value. Outside of bodies, a list means that the parameter was given several times. */
function missingOr(wrong: FieldFaultCode, value: unknown, part: InputPart): FieldFaultCode {
  if (value === undefined) return 'required';
  return Array.isArray(value) && part !== 'body' ? 'repeated' : wrong;
}
