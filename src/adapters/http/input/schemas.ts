import { z } from 'zod';
import type { DomainError } from '../../../domain/shared/errors.ts';
import { MAX_KINOPOISK_ID } from '../../../domain/films/movie.ts';
import { DEFAULT_PER_PAGE, MAX_PER_PAGE } from '../../../domain/shared/page.ts';
import { isCleanText } from '../../../domain/shared/text.ts';

const DIGITS = /^(?:0|[1-9][0-9]{0,9})$/;

/** A whole number written in plain decimal digits, as it stands in paths and queries: no sign, no exponent, no blank. */
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

/** A user name or an e-mail address as somebody types it: longer than any that is accepted, so that the rules say why. */
export const loginName = text({ max: 320 });

/** An id of Kinopoisk in a body. */
export const kinopoiskId = z.int().min(1).max(MAX_KINOPOISK_ID).meta({ example: 301 });

/** A genre's id in a body; clients that read it from a form send digits. */
export const genreId = z
  .union([z.int().min(1).max(MAX_KINOPOISK_ID), idInDigits()])
  .meta({ description: 'Id of a genre, as a number or a string of digits', example: 6 });

/** Stays a string in the document, where `digits` is a number written into an address. */
function idInDigits() {
  const isId = (written: string): boolean => Number(written) >= 1 && Number(written) <= MAX_KINOPOISK_ID;
  return z
    .string()
    .regex(DIGITS)
    .refine(isId, { params: { code: 'invalid-value' } })
    .transform(Number);
}

/** `page` asks for one page of a list; `per_page` says how long a page is. */
export const paging = {
  page: digits({ max: 1_000_000 })
    .optional()
    .meta({ description: 'Page of the list, from 1; without it all records come' }),
  per_page: digits({ max: MAX_PER_PAGE })
    .optional()
    .meta({ description: `Records on a page, ${DEFAULT_PER_PAGE} when left out; goes with \`page\`` }),
};

const MAX_NAME_LENGTH = 100;

/** An id or a name in a path. What cannot be one of ours is a missing object, not a fault of the input. */
export function nameOf(missing: new () => DomainError, pattern: RegExp) {
  return z
    .string()
    .max(MAX_NAME_LENGTH)
    .refine((name) => pattern.test(name), { params: { missing } });
}

/** A password that is to be compared, so nothing is said of it but that it could be one. */
export const currentPassword = z.string().min(1).max(1024).meta({ example: 'follow the white rabbit' });

/** RFC 3339, UTC. */
export const time = z.iso.datetime().meta({ example: '2026-11-20T17:25:00.000Z' });
