import { z } from 'zod';
import type { DomainError } from '../../../domain/shared/errors.ts';
import { MAX_KINOPOISK_ID } from '../../../domain/films/movie.ts';
import { DEFAULT_PER_PAGE, MAX_PER_PAGE } from '../../../domain/shared/page.ts';
import { isCleanText } from '../../../domain/shared/text.ts';

const DIGITS = /^(?:0|[1-9][0-9]{0,9})$/;

/** A whole number in plain decimal digits, in paths and queries: no sign, exponent or space. */
export function digits({ min = 1, max = MAX_KINOPOISK_ID }: { min?: number; max?: number } = {}) {
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
 * A user name or an e-mail address as typed. Longer than any valid one, so that the domain's rules explain the fault.
 */
export const loginName = text({ max: 320 });

/** A Kinopoisk id in a body. */
export const kinopoiskId = z.int().min(1).max(MAX_KINOPOISK_ID).meta({ example: 301 });

/** A genre id in a body. Clients that take it from a form send it as a string of digits. */
export const genreId = z
  .union([z.int().min(1).max(MAX_KINOPOISK_ID), idInDigits()])
  .meta({ description: 'Id of a genre, as a number or a string of digits', example: 6 });

/** A string in the OpenAPI document, because `digits` parses a number from a URL. */
function idInDigits() {
  const isId = (written: string): boolean => Number(written) >= 1 && Number(written) <= MAX_KINOPOISK_ID;
  return z
    .string()
    .regex(DIGITS)
    .refine(isId, { params: { code: 'invalid-value' } })
    .transform(Number);
}

/** `page` selects one page of a list; `per_page` is its size. */
export const paging = {
  page: digits({ max: 1_000_000 })
    .optional()
    .meta({ description: 'Page of the list, from 1. Without it all records are returned' }),
  per_page: digits({ max: MAX_PER_PAGE })
    .optional()
    .meta({ description: `Records per page, ${DEFAULT_PER_PAGE} by default; requires \`page\`` }),
};

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
