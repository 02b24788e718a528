import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { API } from '../../../src/adapters/http/api.ts';
import { validated } from '../../../src/adapters/http/input/validation.ts';
import { fieldsAt, wantedAt } from '../../../src/adapters/http/input/wanted.ts';
import type { InputFault, InputPart } from '../../../src/adapters/http/problems/problem.ts';
import { toFaultViews } from '../../../src/adapters/http/problems/problem.ts';

type Part = { readonly name: string; readonly part: InputPart; readonly schema: z.ZodType };

/** The schemas of all inputs of all operations. */
const PARTS: readonly Part[] = API.routes.flatMap(({ operationId, params, query, body }) =>
  (
    [
      ['path', params],
      ['query', query],
      ['body', body],
    ] as const
  ).flatMap(([part, schema]) => (schema ? [{ name: `${operationId} ${part}`, part, schema }] : [])),
);

const HOSTILE: readonly unknown[] = [
  ...[undefined, null, true, '', ' ', 'x', 'x'.repeat(5_000), '\0', '\ud800', 'nonsense', '-1', '1e3', '99999999999'],
  ...[0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER],
  ...[[], ['x'], [[]], [null], Array.from({ length: 5_000 }, () => 'x'), {}, { x: 1 }, { '': {} }],
];
/** Queries and paths contain texts and lists of texts. */
const HOSTILE_TEXTS = HOSTILE.filter(
  (value) => typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string')),
);

function faultsOf({ schema, part }: Part, value: unknown): readonly InputFault[] {
  try {
    return validated(schema, value, part).faults;
  } catch {
    // The name of a missing object is not a fault of the input.
    return [];
  }
}

/** The texts of the faults, in both languages. */
function toldOf(faults: readonly InputFault[]) {
  const [english, russian] = (['en', 'ru'] as const).map((language) => toFaultViews(faults, API.wording, language));
  return english!.map(({ field, code, message }, at) => ({ field, code, en: message, ru: russian![at]!.message }));
}

const SAYS_WHAT_IS_WANTED = {
  en: /Expected: \S|at (?:least|most) \d|longer than \d|GET \/permissions/,
  ru: /Ожидается: \S|число \S+: \d|длина: \d|(?:меньше|больше) \d|GET \/permissions/,
};

describe('every fault', () => {
  it('is tested in all inputs', () => {
    expect(PARTS.length).toBeGreaterThan(40);
  });

  it.each(PARTS)('names its field and the accepted values: $name', (part) => {
    const fields = fieldsAt(part.schema, []);
    expect(fields.length).toBeGreaterThan(0);
    let told = 0;
    for (const field of fields)
      for (const value of part.part === 'body' ? HOSTILE : HOSTILE_TEXTS)
        for (const fault of toldOf(faultsOf(part, { [field]: value }))) {
          told += 1;
          expect(fault.field).not.toBe('');
          expect(fault.en).toMatch(SAYS_WHAT_IS_WANTED.en);
          expect(fault.ru).toMatch(SAYS_WHAT_IS_WANTED.ru);
          expect(fault.en + fault.ru).not.toMatch(/undefined|NaN|\[object|\{limit\}/);
          expect((fault.en + fault.ru).length).toBeLessThan(800);
        }
    const isNameOnly = part.part === 'path' && told === 0;
    expect(told > 0 || isNameOnly).toBe(true);
  });

  it.each(PARTS.filter(({ part }) => part === 'body'))('names the body when all of it is wrong: $name', (part) => {
    for (const value of [null, [], 'x', 1, true])
      expect(toldOf(faultsOf(part, value))).toMatchObject([
        { field: 'body', code: 'invalid-type', en: expect.stringContaining('Expected: an object') as string },
      ]);
  });

  it('describes the accepted values of every field of every input', () => {
    const silent = PARTS.flatMap(({ name, schema }) =>
      fieldsAt(schema, []).flatMap((field) => (wantedAt(schema, [field]) ? [] : [`${name} ${field}`])),
    );
    expect(silent).toEqual([]);
  });
});

const schemaOf = (operation: string, part: InputPart) => PARTS.find(({ name }) => name === `${operation} ${part}`)!;

describe('a fault reports', () => {
  it.each([
    [
      'addFavoriteMovie',
      'body',
      { kinopoisk_id: '301' },
      'kinopoisk_id',
      'invalid-type',
      'a whole number from 1 to 2147483647',
    ],
    ['addFavoriteMovie', 'body', {}, 'kinopoisk_id', 'required', 'a whole number from 1 to 2147483647'],
    [
      'addFavoriteMovie',
      'body',
      { kinopoisk_id: [301] },
      'kinopoisk_id',
      'invalid-type',
      'a whole number from 1 to 2147483647',
    ],
    [
      'searchMovies',
      'query',
      { query: ['a', 'b'] },
      'query',
      'repeated',
      'text of 1 to 200 characters, such as матрица',
    ],
    ['searchMovies', 'query', { query: 'a', page: 'x' }, 'page', 'invalid-format', 'a whole number from 1 to 20'],
    ['listMovies', 'query', { status: 'old' }, 'status', 'invalid-value', '"new"'],
    ['changeUser', 'body', { is_active: 'yes' }, 'is_active', 'invalid-type', 'true or false'],
    [
      'createRole',
      'body',
      { name: 'x', permissions: 'movies:read' },
      'permissions',
      'invalid-type',
      'a list of at most 100 values, each text of at most 100 characters, such as movies:read',
    ],
    [
      'createRole',
      'body',
      { name: 'editors', permissions: [7] },
      'permissions.0',
      'invalid-type',
      'text of at most 100 characters, such as movies:read',
    ],
    [
      'putRestriction',
      'body',
      { rule: 7 },
      'rule',
      'invalid-type',
      'an object with released_within_years or an object with age_limit_from or an object with genre_id or an object with kinopoisk_ids',
    ],
    [
      'changeFavoriteMovie',
      'body',
      { watched_at: 7 },
      'watched_at',
      'invalid-type',
      'a day such as 2026-11-20 or null',
    ],
    ['checkPermissions', 'query', { permision: 'movies:read' }, 'permision', 'unknown-field', 'one of: permission'],
    ['checkPermissions', 'query', { '<script>': 'x' }, '?script?', 'unknown-field', 'one of: permission'],
  ] as const)('%s %s %j: %s is %s', (operation, part, value, field, code, wanted) => {
    const first = toldOf(faultsOf(schemaOf(operation, part), value)).find((fault) => fault.field === field);
    expect(first).toMatchObject({ field, code });
    expect(first!.en).toContain(`Expected: ${wanted}.`);
  });

  it('the number of values, not their size, of a list', () => {
    const add = Array.from({ length: 201 }, (_, n) => n + 1);
    expect(toldOf(faultsOf(schemaOf('changeShelf', 'body'), { add }))).toContainEqual({
      field: 'add',
      code: 'too-many',
      en: 'Give at most 200 values.',
      ru: 'Максимальное число значений: 200.',
    });
  });
});
