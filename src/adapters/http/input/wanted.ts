import { z } from 'zod';
import { lookup } from '../../../domain/shared/lookup.ts';
import type { Text } from './language.ts';

/** The keywords of JSON Schema that are put into words. */
type Node = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly format?: string;
  readonly example?: unknown;
} & Bounds;

type Bounds = Partial<
  Record<'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems', number | undefined>
>;

type Document = Node & { readonly $defs?: Readonly<Record<string, Node>> };

/** The input type of a schema, before its transformations, and its output type. */
type Described = { readonly input: Document; readonly output: Document };

/** Longer examples, such as passwords, tempt people to use them. */
const MAX_EXAMPLE_LENGTH = 16;
/** Objects with more fields are described without field names. */
const MAX_NAMED_FIELDS = 6;

const described = new WeakMap<z.ZodType, Described>();

/**
 * Says in words which values the schema accepts at the path: type, bounds, choices. `undefined` if it accepts any
 * value, or has no such field.
 */
export function wantedAt(schema: z.ZodType, path: readonly PropertyKey[]): Text | undefined {
  const { input, output } = describedOf(schema);
  const [taken, made] = [input, output].map((root) => inWords(at(root, path), root));
  return taken ?? made;
}

/** The names of the fields at the path. */
export function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const { input } = describedOf(schema);
  return Object.keys(at(input, path)?.properties ?? {});
}

/** @returns the words joined as alternatives */
export function oneOf(choices: readonly string[]): Text {
  return { en: `one of: ${choices.join(', ')}`, ru: `одно из: ${choices.join(', ')}` };
}

function describedOf(schema: z.ZodType): Described {
  const known = described.get(schema);
  if (known) return known;
  const [input, output] = (['input', 'output'] as const).map(
    (io) => z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Document,
  ) as [Document, Document];
  described.set(schema, { input, output });
  return { input, output };
}

function at(root: Document, path: readonly PropertyKey[]): Node | undefined {
  let nodes: readonly Node[] = [root];
  for (const key of path) nodes = nodes.flatMap((node) => membersOf(node, root, key));
  return nodes[0] && resolved(nodes[0], root);
}

function membersOf(node: Node, root: Document, key: PropertyKey): readonly Node[] {
  const { anyOf = [], properties = {}, items } = resolved(node, root);
  const own = typeof key === 'string' ? lookup(properties, key) : undefined;
  if (own) return [own];
  if (typeof key === 'number' && items) return [items];
  return anyOf.flatMap((choice) => membersOf(choice, root, key));
}

function resolved(node: Node, root: Document): Node {
  const name = node.$ref?.split('/').at(-1);
  const referred = name === undefined ? undefined : lookup(root.$defs ?? {}, name);
  return referred ?? node;
}

function inWords(node: Node | undefined, root: Document): Text | undefined {
  if (node === undefined) return undefined;
  const own = resolved(node, root);
  if (own.anyOf) return either(own.anyOf.map((choice) => inWords(choice, root)));
  if (own.enum) return own.enum.length === 1 ? quoted(own.enum[0]) : oneOf(own.enum.map(String));
  if (own.const !== undefined) return quoted(own.const);
  if (Array.isArray(own.type)) return either(own.type.map((type: string) => ofType(type, own, root)));
  return typeof own.type === 'string' ? ofType(own.type, own, root) : undefined;
}

function ofType(type: string, node: Node, root: Document): Text | undefined {
  switch (type) {
    case 'integer':
      return joined({ en: 'a whole number', ru: 'целое число' }, range(node.minimum, node.maximum));
    case 'number':
      return joined({ en: 'a number', ru: 'число' }, range(node.minimum, node.maximum));
    case 'boolean':
      return { en: 'true or false', ru: 'true или false' };
    case 'null':
      return quoted(null);
    case 'array':
      return list(node, root);
    case 'object':
      return object(node);
    default:
      return text(node);
  }
}

const FORMATS: ReadonlyMap<string | undefined, Text> = new Map([
  ['date', { en: 'a day such as 2026-11-20', ru: 'дата, например 2026-11-20' }],
  ['date-time', { en: 'a time such as 2026-11-20T17:25:00Z', ru: 'время, например 2026-11-20T17:25:00Z' }],
  ['uuid', { en: 'a UUID', ru: 'UUID' }],
]);

function text({ format, minLength, maxLength, example }: Node): Text {
  const formatted = FORMATS.get(format);
  if (formatted) return formatted;
  const sized = joined({ en: 'text', ru: 'строка' }, lengths(minLength, maxLength));
  const isShort = typeof example === 'string' && example !== '' && example.length <= MAX_EXAMPLE_LENGTH;
  return isShort ? joined(sized, { en: `, such as ${example}`, ru: `, например ${example}` }) : sized;
}

function list(node: Node, root: Document): Text {
  const sized = joined({ en: 'a list', ru: 'список' }, sizes(node.minItems, node.maxItems));
  const item = inWords(node.items, root);
  return item ? { en: `${sized.en}, each ${item.en}`, ru: `${sized.ru}, каждое — ${item.ru}` } : sized;
}

function object({ properties = {} }: Node): Text {
  const names = Object.keys(properties);
  if (names.length === 0 || names.length > MAX_NAMED_FIELDS) return { en: 'an object', ru: 'объект' };
  return { en: `an object with ${names.join(', ')}`, ru: `объект с полями: ${names.join(', ')}` };
}

function quoted(value: unknown): Text {
  const json = JSON.stringify(value);
  return { en: json, ru: json };
}

function either(choices: readonly (Text | undefined)[]): Text | undefined {
  const known = choices.filter((choice) => choice !== undefined);
  const distinct = [...new Map(known.map((choice) => [choice.en, choice])).values()];
  if (distinct.length === 0) return undefined;
  return {
    en: distinct.map(({ en }) => en).join(' or '),
    ru: distinct.map(({ ru }) => ru).join(' или '),
  };
}

function joined(first: Text, second: Text): Text {
  return { en: first.en + second.en, ru: first.ru + second.ru };
}

const UNBOUNDED: Text = { en: '', ru: '' };

function range(minimum: number | undefined, maximum: number | undefined): Text {
  const [min, max] = [minimum, maximum].map((bound) => (isBound(bound) ? bound : undefined));
  if (min !== undefined && max !== undefined) return { en: ` from ${min} to ${max}`, ru: ` от ${min} до ${max}` };
  if (min !== undefined) return { en: ` of at least ${min}`, ru: ` не меньше ${min}` };
  return max === undefined ? UNBOUNDED : { en: ` of at most ${max}`, ru: ` не больше ${max}` };
}

/** Zod bounds every integer by the largest that JavaScript holds exactly; such a bound is not worth mentioning. */
function isBound(bound: number | undefined): boolean {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}

function lengths(min: number | undefined, max: number | undefined): Text {
  if (min && max) return { en: ` of ${min} to ${max} characters`, ru: ` длиной от ${min} до ${max} символов` };
  if (max) return { en: ` of at most ${max} characters`, ru: ` не длиннее ${max} символов` };
  return min ? { en: ` of at least ${min} characters`, ru: ` не короче ${min} символов` } : UNBOUNDED;
}

function sizes(min: number | undefined, max: number | undefined): Text {
  if (min && max) return { en: ` of ${min} to ${max} values`, ru: ` из ${min}–${max} значений` };
  if (max) return { en: ` of at most ${max} values`, ru: ` не больше чем из ${max} значений` };
  return min ? { en: ` of at least ${min} values`, ru: ` не меньше чем из ${min} значений` } : UNBOUNDED;
}
