import fc from 'fast-check';
import type { Schema } from './openapi-document.ts';
import { resolved } from './openapi-document.ts';

/** Stands in every hostile text, so that an answer or a log line that repeats input gives itself away. */
export const CANARY = 'zq7canary';

/** Stands in parameters that nobody declared: no answer at all has a reason to know them. */
export const STRANGER = 'zq7stranger';

/** What is understood below; a schema that says more would be fuzzed beside the point. */
const KEYWORDS = new Set([
  ...['$ref', 'type', 'enum', 'anyOf', 'pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum'],
  ...['properties', 'required', 'items', 'maxItems', 'default', 'description', 'example'],
]);

/** Longest text made for a schema that sets no limit, or a far one. */
const MAX_LENGTH = 60;

/** One of the arbitraries, each as often as its weight says. */
export function mix<T>(...parts: readonly (readonly [weight: number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** Values that the schema allows, its example more often than others. */
export function fittingValue(schema: Schema): fc.Arbitrary<unknown> {
  const own = resolved(schema);
  const unknown = Object.keys(own).filter((keyword) => !KEYWORDS.has(keyword));
  if (unknown.length > 0) throw new Error(`The fuzz test does not know what ${unknown.join(', ')} means in a schema`);
  const made = madeValue(own);
  return own['example'] === undefined ? made : mix([2, fc.constant(own['example'])], [3, made]);
}

function madeValue(schema: Schema): fc.Arbitrary<unknown> {
  const { enum: values, anyOf, type } = schema;
  if (values !== undefined) return fc.constantFrom(...(values as unknown[]));
  if (anyOf !== undefined) return fc.oneof(...(anyOf as Schema[]).map(fittingValue));
  if (Array.isArray(type)) return fc.oneof(...type.map((one: string) => valueOfType(one, schema)));
  return valueOfType(type as string, schema);
}

function valueOfType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema['minimum'] as number, max: schema['maximum'] as number });
    case 'number':
      return fc.double({ min: schema['minimum'] as number, max: schema['maximum'] as number, noNaN: true });
    case 'string':
      return fittingString(schema);
    case 'array':
      return fc.array(fittingValue(schema['items'] as Schema), {
        maxLength: (schema['maxItems'] as number | undefined) ?? 5,
      });
    case 'object':
      return fittingObject(schema as ObjectSchema);
    default:
      throw new Error(`The fuzz test does not know the type ${type}`);
  }
}

type StringSchema = { pattern?: string; format?: string; minLength?: number; maxLength?: number };

function fittingString({ pattern, format, minLength = 0, maxLength = MAX_LENGTH }: StringSchema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format !== undefined) throw new Error(`The fuzz test does not know the format ${format}`);
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  return mix(
    [3, fc.stringMatching(/^[a-z]{8,16}$/).filter(fits)],
    [1, fc.emailAddress().filter(fits)],
    [1, fc.string({ minLength, maxLength, unit: 'grapheme' })],
    [1, fc.string({ minLength, maxLength, unit: 'binary' })],
  );
}

type ObjectSchema = { properties: Record<string, Schema>; required?: string[] };

function fittingObject({ properties, required = [] }: ObjectSchema): fc.Arbitrary<object> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, fittingValue(field)]));
  return fc.record(fields, { requiredKeys: required });
}

/** Names that mean something to JavaScript or to those who build on this. */
export const SPECIAL_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'id',
  'roles',
  'is_superuser',
];

const HOSTILE_TEXTS = [
  '',
  ' ',
  `${CANARY}\u0000`,
  `\u202e${CANARY}\u2066`,
  `${CANARY}\u200b\u2060\ufeff`,
  `\ud800${CANARY}`,
  `${CANARY}\udc00\ud800`,
  `İıſΣς ${CANARY}`,
  `${'e\u0301'.repeat(50)}${CANARY}`,
  `${'\u0301'.repeat(300)}${CANARY}`,
  `'; drop table users; -- ${CANARY}`,
  `%_\\%${CANARY}`,
  `\${${CANARY}} {{${CANARY}}} <script>${CANARY}</script>`,
  `../../../etc/passwd ${CANARY}`,
  `\r\nSet-Cookie: ${CANARY}`,
  `${CANARY}@${CANARY}`,
  `${'a@'.repeat(200)}${CANARY}`,
  `${CANARY}@xn--a.xn--${'b'.repeat(60)}`,
  '１２３',
  '2026-02-30T25:61:61Z',
  ...SPECIAL_NAMES,
];

/** Text made to be misread, as a value of any place that takes text. */
export const hostileText: fc.Arbitrary<string> = mix(
  [4, fc.constantFrom(...HOSTILE_TEXTS)],
  [1, fc.string({ unit: 'binary', maxLength: 400 })],
  [
    1,
    fc
      .integer({ min: 1, max: 2000 })
      .map((times) => CANARY.repeat(times))
      .filter((text) => text.length < 4000),
  ],
);

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

const HOSTILE_JSON = [
  ...['null', 'true', '[]', '{}', '[[]]', '""', '[null]', '{"":""}'],
  ...['0', '-0', '-1', '1.5', '1e2', '1E+2', '1e-400', '1e400', '-1e400', '2147483648', '-2147483649'],
  ...['9007199254740993', '99999999999999999999999999', '0.1000000000000000055511151231257827'],
  ...['"\\u0000"', '"\\ud800"', '"\\udfff\\ud800x"', '"\\u202e"', '"0x10"', '"1e3"', '"01"', '" 1"'],
  ...[31, 32, 33, 34, 5000].map((depth) => nested('[', ']', depth)),
  nested('{"a":', '}', 20).replace(':}', ':1}'),
  `{"__proto__":{"polluted":"${CANARY}"}}`,
  `{"constructor":{"prototype":{"polluted":"${CANARY}"}}}`,
  '{"toString":1,"valueOf":null,"then":{},"length":-1}',
  `"${'ы'.repeat(50_000)}"`,
  `"${CANARY.repeat(6_000)}"`,
  `[${'0,'.repeat(30_000)}0]`,
];

/** JSON text of values that no schema here allows, or hardly. */
const hostileJson: fc.Arbitrary<string> = mix(
  [3, fc.constantFrom(...HOSTILE_JSON)],
  [3, hostileText.map((text) => JSON.stringify(text))],
  [1, fc.json({ maxDepth: 4 })],
);

const BROKEN_JSON = [
  ...[
    '',
    ' ',
    '{',
    '}',
    '[',
    '"',
    '{"a":1,}',
    '{"a"}',
    "{'a':1}",
    '{a:1}',
    '01',
    '.5',
    '+1',
    'NaN',
    'undefined',
    '1 2',
    '// {}',
  ],
  ...['"\\x41"', '"\\u12"', '"\t"', '{"a":1}}', '\u0000', '\ufeff{}', 'Infinity', 'tru', '{"a":1}{"b":2}'],
  `{"${CANARY}":`,
];

/** The text of a JSON body: mostly an object of the schema with some hostile fields, sometimes anything. */
export function jsonBody(schema: Schema): fc.Arbitrary<string> {
  const { properties = {} } = resolved(schema) as Partial<ObjectSchema>;
  return mix(
    [3, fittingValue(schema).map((value) => JSON.stringify(value))],
    [8, objectText(properties)],
    [1, hostileJson],
    [1, fc.constantFrom(...BROKEN_JSON)],
  );
}

/** Some fields fit, some are hostile, some are missing, some come twice, some are unknown; in any order. */
function objectText(properties: Record<string, Schema>): fc.Arbitrary<string> {
  const entry = (name: string, json: string) => `${JSON.stringify(name)}:${json}`;
  const fields = Object.entries(properties).map(([name, field]) =>
    mix(
      [6, fittingValue(field).map((value) => [entry(name, JSON.stringify(value))])],
      [2, hostileJson.map((json) => [entry(name, json)])],
      [1, fc.tuple(hostileJson, hostileJson).map((pair) => pair.map((json) => entry(name, json)))],
      [2, fc.constant<string[]>([])],
    ),
  );
  const stranger = fc
    .tuple(fc.oneof(fc.constantFrom(...SPECIAL_NAMES, CANARY), hostileText), hostileJson)
    .map(([name, json]) => entry(name, json));
  return fc
    .tuple(fc.tuple(...fields), mix([4, fc.constant<string[]>([])], [1, fc.array(stranger, { maxLength: 3 })]))
    .chain(([known, strangers]) => {
      const entries = [...known.flat(), ...strangers];
      return fc.shuffledSubarray(entries, { minLength: entries.length }).map((shuffled) => `{${shuffled.join(',')}}`);
    });
}
