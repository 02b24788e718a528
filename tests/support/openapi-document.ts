import { document as generated } from './openapi-conformance.ts';

export type Schema = { [keyword: string]: unknown };
export type Media = { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> };
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
};
export type Operation = {
  operationId: string;
  tags?: string[];
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, Media> };
  responses: Record<
    string,
    {
      description: string;
      headers?: Record<string, { description?: string; schema: Schema }>;
      content?: Record<string, Media>;
    }
  >;
};
type Document = {
  info: object;
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, object> };
};

/** The document as a client reads it. */
export const document = JSON.parse(JSON.stringify(generated)) as Document;

export type DocumentedOperation = { name: string; method: string; path: string; operation: Operation };

/** Every operation of the document, aliases included. */
export const operations: readonly DocumentedOperation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
);

/** The schema, or the one it refers to. */
export function resolved(schema: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const target = document.components.schemas[reference.replace('#/components/schemas/', '')];
  if (!target) throw new Error(`${reference} is not in the document`);
  return target;
}
