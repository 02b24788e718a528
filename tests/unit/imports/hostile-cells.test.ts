import { describe, expect, it } from 'vitest';
import { dayIn } from '../../../src/adapters/files/cell-days.ts';
import { imdbIdIn, kinopoiskIdIn, ratingIn, titleIn, yearIn } from '../../../src/adapters/files/cell-values.ts';
import { titlesOf } from '../../../src/domain/imports/film-matching.ts';

/** The longest cell that is read. */
const LENGTH = 2_500;
const CELLS = 200;
/** Maximum time for one cell. A pattern with quadratic time takes longer, up to ten times. */
const MOST_MS_A_CELL = 10;

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  year: yearIn,
  day: dayIn,
  rating: ratingIn,
  title: titleIn,
  kinopoiskId: kinopoiskIdIn,
  imdbId: imdbIdIn,
  titles: (title) => titlesOf({ kinopoiskId: null, imdbId: null, titles: [title], year: null, isSeries: null }),
};

/** A blank outside of ASCII, because the engine is faster for ASCII text. */
const BLANK = '\u3000';

const CELLS_OF: readonly (readonly [string, (length: number) => string])[] = [
  ['blanks behind a dash', (length) => `2010-${BLANK.repeat(length)}x`],
  ['blanks around a dash', (length) => `2010${BLANK.repeat(length / 2)}-${BLANK.repeat(length / 2)}x`],
  ['blanks behind a number', (length) => `8${BLANK.repeat(length)}x`],
  ['blanks around a slash', (length) => `8${BLANK.repeat(length / 2)}/${BLANK.repeat(length / 2)}x`],
  ['blanks and a bracket', (length) => `a${BLANK.repeat(length)}(x`],
  ['brackets', (length) => '(a '.repeat(length / 3)],
  ['dashes behind an address', (length) => `kinopoisk.ru/film/${'-1'.repeat(length / 2)}`],
];

describe.each(Object.entries(READERS))('the %s of a cell', (field, read) => {
  it.each(CELLS_OF)('is read in a moment from %s', (_, cellOf) => {
    // Titles are cut before they are compared.
    const cell = cellOf(field === 'titles' ? 300 : field === 'title' ? 590 : LENGTH);
    const startedMs = performance.now();
    for (let cells = 0; cells < CELLS; cells += 1) read(cell);
    expect((performance.now() - startedMs) / CELLS).toBeLessThan(MOST_MS_A_CELL);
  });
});
