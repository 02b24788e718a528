import { z } from 'zod';
import type { DomainError } from '../../../domain/shared/errors.ts';
import { DEFAULT_PER_PAGE, MAX_PER_PAGE } from '../../../domain/shared/page.ts';
import { isCleanText } from '../../../domain/shared/text.ts';

/** Largest `integer` of the database. */
const MAX_INTEGER = 2_147_483_647;

const DIGITS = /^(?:0|[1-9][0-9]{0,9})$/;

/** A whole number in a path or a query, in plain decimal digits: no sign, no exponent, no blank. */
export function digits({ min = 1, max = MAX_INTEGER }: { min?: number; max?: number } = {}) {
  return z
    .string()
    .regex(DIGITS)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max });
}

/** Text that can be stored: well-formed Unicode without NUL. `max` counts UTF-16 units. */
export function text({ min = 1, max }: { min?: number; max: number }) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine(isCleanText, { params: { code: 'not-well-formed' } });
}

/**
 * A user name or an e-mail address as typed. It may be longer than any valid one, so that the domain's rules explain
 * the fault.
 */
export const loginName = text({ max: 320 });

/**
 * Documents that one of the fields must be given; the schema itself has to check it. The `anyOf` is inside an `allOf`,
 * because openapi-typescript reads an `anyOf` beside `properties` as a union with another type.
 */
export function oneIsRequired(...choices: readonly (readonly string[])[]): { allOf: object[] } {
  const having = (name: string) => ({ type: 'object', properties: { [name]: { type: 'string' } }, required: [name] });
  return { allOf: choices.map((names) => ({ anyOf: names.map(having) })) };
}

/** An id in a body: a number, or a string of digits, because some clients read it from a form. */
export function idOrDigits({ max }: { max: number }) {
  const isId = (written: string): boolean => Number(written) >= 1 && Number(written) <= max;
  // Documented as a string, unlike `digits`, which is documented as a number because it is used in URLs.
  const inDigits = z
    .string()
    .regex(DIGITS)
    .refine(isId, { params: { code: 'invalid-value' } })
    .transform(Number);
  return z.union([z.int().min(1).max(max), inDigits]);
}

/** `page` selects one page of a list; `per_page` is its size. */
export const paging = {
  page: digits({ max: 1_000_000 })
    .optional()
    .meta({ description: 'Page of the list, from 1. Without it all records are returned', example: 1 }),
  per_page: digits({ max: MAX_PER_PAGE })
    .optional()
    .meta({
      description: `Records per page, ${DEFAULT_PER_PAGE} by default; requires \`page\``,
      example: DEFAULT_PER_PAGE,
    }),
};

const MAX_NAME_LENGTH = 100;

/** An id or a name in a path. A value that does not match the pattern means a missing object, not invalid input. */
export function nameOf(missing: new () => DomainError, pattern: RegExp) {
  return z
    .string()
    .max(MAX_NAME_LENGTH)
    .refine((name) => pattern.test(name), { params: { missing } });
}

/** A current password to compare. Only its size is checked. */
export const currentPassword = z.string().min(1).max(1024).meta({ example: 'follow the white rabbit' });

/** RFC 3339, UTC. */
export const time = z.iso.datetime().meta({ example: '2026-11-20T17:25:00.000Z' });
