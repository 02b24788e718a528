import fc from 'fast-check';
import { anyCharacter } from './any-character.ts';
import { BROKEN_JSON, CANARY, HOSTILE_JSON, HOSTILE_TEXTS, SPECIAL_NAMES, UNCLEAN_TEXTS } from './hostile-values.ts';
import type { Schema } from './openapi-document.ts';
import { resolved } from './openapi-document.ts';

/** The key words that this file understands. A schema with others is refused, because its values would be wrong. */
const KEYWORDS = new Set([
  ...['$ref', 'type', 'enum', 'anyOf', 'pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum'],
  ...[
    'properties',
    'required',
    'additionalProperties',
    'items',
    'minItems',
    'maxItems',
    'default',
    'description',
    'example',
  ],
  // In this service it only says which of several fields are required; it is not observed here.
  'allOf',
]);

/** The length of the longest text for a schema with a higher limit or none. */
const MAX_LENGTH = 60;

/** Values of one of the arbitraries, chosen by its weight. */
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
  if (format === 'date') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (format !== undefined && format !== 'binary') throw new Error(`The fuzz test does not know the format ${format}`);
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  return mix(
    [3, fc.stringMatching(/^[a-z]{8,16}$/).filter(fits)],
    [1, fc.emailAddress().filter(fits)],
    [1, fc.string({ minLength, maxLength, unit: 'grapheme' })],
    [1, fc.string({ minLength, maxLength, unit: anyCharacter })],
  );
}

type ObjectSchema = { properties: Record<string, Schema>; required?: string[] };

function fittingObject({ properties, required = [] }: ObjectSchema): fc.Arbitrary<object> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, fittingValue(field)]));
  return fc.record(fields, { requiredKeys: required });
}

/** Text made to be misread, for any place that takes text. */
export const hostileText: fc.Arbitrary<string> = mix(
  [2, fc.constantFrom(...UNCLEAN_TEXTS)],
  [4, fc.constantFrom(...HOSTILE_TEXTS)],
  [1, fc.string({ unit: anyCharacter, maxLength: 400 })],
);

const hostileJson: fc.Arbitrary<string> = mix(
  [3, fc.constantFrom(...HOSTILE_JSON)],
  [3, hostileText.map((text) => JSON.stringify(text))],
  [1, fc.json({ maxDepth: 4 })],
);

/** The text of a JSON body: mostly an object by the schema with some hostile fields, sometimes any JSON or none. */
export function jsonBody(schema: Schema): fc.Arbitrary<string> {
  const { properties = {} } = resolved(schema) as Partial<ObjectSchema>;
  return mix(
    [3, fittingValue(schema).map((value) => JSON.stringify(value))],
    [8, objectText(properties)],
    [1, hostileJson],
    [1, fc.constantFrom(...BROKEN_JSON)],
  );
}

/** An object in which fields are valid, hostile, missing, repeated or unknown, in any order. */
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
