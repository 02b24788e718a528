import type { Parameter, Schema } from './openapi-document.ts';
import { operations, resolved } from './openapi-document.ts';
import type { Call } from './test-app.ts';

const FORM_TYPE = 'application/x-www-form-urlencoded';

type DocumentedCall = { path: string; call: Call };

/** A call with the examples of the document, and without optional parameters. */
export function fineCall(method: string, path: string): DocumentedCall {
  return made(method, path, { value: exampleOf, takes: ({ required }) => required === true, body: exampleOf });
}

/**
 * A call with a wrong value for every parameter and field that can have one. Conditional headers and cookies cannot,
 * because they may contain any text.
 */
export function unfitCall(method: string, path: string): DocumentedCall {
  return made(method, path, {
    value: unfitValue,
    takes: (parameter) => parameter.in !== 'header' && parameter.in !== 'cookie',
    body: () => [],
  });
}

type Making = {
  value: (schema: Schema) => unknown;
  takes: (parameter: Parameter) => boolean;
  body: (schema: Schema) => unknown;
};

function made(method: string, template: string, { value, takes, body }: Making): DocumentedCall {
  const found = operations.find((one) => one.method === method && one.path === template);
  if (!found) throw new Error(`${method} ${template} is not documented`);
  const { parameters = [], requestBody } = found.operation;
  const query = new URLSearchParams();
  let path = template;
  for (const parameter of parameters.filter(takes)) {
    const text = String(value(parameter.schema));
    if (parameter.in === 'query') query.set(parameter.name, text);
    else path = path.replace(`{${parameter.name}}`, encodeURIComponent(text));
  }
  const at = query.size > 0 ? `${path}?${query}` : path;
  const { 'application/json': json, [FORM_TYPE]: form } = requestBody?.content ?? {};
  if (json) return { path: at, call: { body: body(json.schema) } };
  return { path: at, call: form ? { form: body(form.schema) as Record<string, string> } : {} };
}

/** The example of the schema, or an object made of the examples of its fields. */
export function exampleOf(schema: Schema): unknown {
  const { example, properties, required = [] } = resolved(schema);
  if (example !== undefined) return example;
  if (properties === undefined) throw new Error(`${JSON.stringify(schema)} gives no example`);
  const fields = Object.entries(properties as Record<string, Schema>);
  return Object.fromEntries(
    fields.filter(([name]) => (required as string[]).includes(name)).map(([name, field]) => [name, exampleOf(field)]),
  );
}

/** A text that the schema of the parameter does not allow. */
function unfitValue(schema: Schema): string {
  const { type, enum: values, maxLength, pattern, items } = schema;
  if (type === 'array') return unfitValue(items as Schema);
  if (type === 'integer') return '0x1';
  if (values !== undefined) return 'none-of-these';
  if (pattern !== undefined) return '-';
  if (typeof maxLength === 'number') return 'x'.repeat(maxLength + 1);
  throw new Error(`${JSON.stringify(schema)} allows everything`);
}
