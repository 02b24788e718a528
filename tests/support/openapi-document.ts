import { document as generated } from './openapi-conformance.ts';

export type Schema = { [keyword: string]: unknown };
export type Media = { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> };
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'cookie' | 'header';
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
};
export type Operation = {
  operationId: string;
  deprecated?: boolean;
  'x-internal'?: boolean;
  tags?: string[];
  summary?: string;
  description?: string;
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
type Response = Operation['responses'][string];
type Document = {
  info: object;
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    securitySchemes: Record<string, object>;
    responses: Record<string, Response>;
    examples: Record<string, { value: unknown }>;
  };
};

/** The document as a client gets it, after JSON. */
export const document = JSON.parse(JSON.stringify(generated)) as Document;

export type DocumentedOperation = { name: string; method: string; path: string; operation: Operation };

/** Every operation of the document, aliases included, with the shared responses and examples it refers to. */
export const operations: readonly DocumentedOperation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { responses, ...operation }]) => ({
    name: `${method} ${path}`,
    method,
    path,
    operation: {
      ...operation,
      responses: Object.fromEntries(Object.entries(responses).map(([status, one]) => [status, withExamples(one)])),
    },
  })),
);

function withExamples(response: Response): Response {
  const { content, ...others } = shared(response, document.components.responses);
  if (!content) return others;
  const media = Object.entries(content).map(([type, { examples, ...one }]) => {
    const all = Object.entries(examples ?? {}).map(([name, each]) => [
      name,
      shared(each, document.components.examples),
    ]);
    return [type, { ...one, ...(examples && { examples: Object.fromEntries(all) as Media['examples'] }) }] as const;
  });
  return { ...others, content: Object.fromEntries(media) as NonNullable<Response['content']> };
}

/** The component, or the one it refers to. */
function shared<T extends object>(one: T, components: Record<string, T>): T {
  const reference = (one as { $ref?: string }).$ref;
  if (reference === undefined) return one;
  const target = components[reference.split('/').at(-1) ?? ''];
  if (!target) throw new Error(`${reference} is not in the document`);
  return target;
}

/** The schema, or the one it refers to. */
export function resolved(schema: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const target = document.components.schemas[reference.replace('#/components/schemas/', '')];
  if (!target) throw new Error(`${reference} is not in the document`);
  return target;
}
