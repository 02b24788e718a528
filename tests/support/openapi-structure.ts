/**
 * A JSON Schema of the parts of OpenAPI 3.1 that this service uses. It allows no other keys, so that a misspelled or
 * misplaced one is a fault. Schema objects are checked by the meta-schema of JSON Schema 2020-12 instead.
 */
export const OPENAPI_STRUCTURE = {
  $id: 'openapi-structure',
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...closed({
    required: ['openapi', 'info', 'paths'],
    properties: {
      openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
      info: closed({
        required: ['title', 'version'],
        properties: {
          title: text(),
          version: text(),
          summary: text(),
          description: text(),
          contact: closed({ required: ['name'], properties: { name: text() } }),
          license: closed({ required: ['name'], properties: { name: text(), identifier: text() } }),
        },
      }),
      servers: listOf(closed({ required: ['url'], properties: { url: text(), description: text() } })),
      tags: listOf(closed({ required: ['name'], properties: { name: text(), description: text() } })),
      paths: mapOf({ $ref: '#/$defs/pathItem' }, '^/'),
      webhooks: mapOf({ $ref: '#/$defs/pathItem' }),
      components: closed({
        properties: {
          schemas: mapOf({ $ref: '#/$defs/schema' }, '^[\\w.-]+$'),
          parameters: mapOf({ $ref: '#/$defs/parameter' }, '^[\\w.-]+$'),
          responses: mapOf({ $ref: '#/$defs/response' }, '^\\w+$'),
          examples: mapOf({ $ref: '#/$defs/example' }, '^[\\w.-]+$'),
          securitySchemes: mapOf({ $ref: '#/$defs/securityScheme' }, '^[\\w.-]+$'),
        },
      }),
    },
  }),
  $defs: {
    schema: { type: ['object', 'boolean'] },
    pathItem: closed({
      properties: Object.fromEntries(
        ['get', 'post', 'put', 'patch', 'delete'].map((method) => [method, { $ref: '#/$defs/operation' }]),
      ),
    }),
    operation: closed({
      required: ['operationId', 'responses'],
      properties: {
        operationId: { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$' },
        tags: { type: 'array', items: text(), minItems: 1, uniqueItems: true },
        summary: text(),
        description: text(),
        deprecated: { const: true },
        'x-internal': { const: true },
        parameters: listOf({ $ref: '#/$defs/parameter' }),
        requestBody: closed({
          required: ['content'],
          properties: { description: text(), required: { type: 'boolean' }, content: { $ref: '#/$defs/content' } },
        }),
        responses: {
          ...mapOf(orShared('responses', { $ref: '#/$defs/response' }), '^[1-5]\\d\\d$'),
          minProperties: 1,
        },
        security: listOf(mapOf(listOf(text()))),
      },
    }),
    parameter: closed({
      required: ['name', 'in', 'schema'],
      properties: {
        name: text(),
        in: { enum: ['path', 'query', 'header', 'cookie'] },
        required: { type: 'boolean' },
        description: text(),
        schema: { $ref: '#/$defs/schema' },
        example: true,
        style: { enum: ['form', 'simple'] },
        explode: { type: 'boolean' },
      },
      anyOf: [
        { properties: { in: { enum: ['query', 'header', 'cookie'] } } },
        { required: ['required'], properties: { required: { const: true } } },
      ],
    }),
    response: closed({
      required: ['description'],
      properties: {
        description: text(),
        headers: mapOf(
          closed({ required: ['schema'], properties: { description: text(), schema: { $ref: '#/$defs/schema' } } }),
        ),
        content: { $ref: '#/$defs/content' },
      },
    }),
    content: {
      ...mapOf(
        closed({
          required: ['schema'],
          properties: {
            schema: { $ref: '#/$defs/schema' },
            example: true,
            examples: mapOf(orShared('examples', { $ref: '#/$defs/example' })),
          },
        }),
        '^[a-z]+/[a-z0-9.+-]+$',
      ),
      minProperties: 1,
    },
    example: closed({ required: ['value'], properties: { summary: text(), value: true } }),
    securityScheme: {
      oneOf: [
        closed({
          required: ['type', 'scheme'],
          properties: {
            type: { const: 'http' },
            scheme: { const: 'bearer' },
            bearerFormat: text(),
            description: text(),
          },
        }),
        closed({
          required: ['type', 'flows'],
          properties: {
            type: { const: 'oauth2' },
            description: text(),
            flows: closed({
              properties: {
                password: closed({
                  required: ['tokenUrl', 'scopes'],
                  properties: { tokenUrl: text(), refreshUrl: text(), scopes: mapOf({ type: 'string' }) },
                }),
              },
            }),
          },
        }),
      ],
    },
  },
};

function text() {
  return { type: 'string', minLength: 1 };
}

function closed(object: { required?: string[]; properties: Record<string, unknown>; anyOf?: unknown }) {
  return { type: 'object', additionalProperties: false, ...object };
}

/** The object itself, or a reference to one of the components. */
function orShared(components: string, object: unknown) {
  const $ref = { type: 'string', pattern: `^#/components/${components}/[\\w.-]+$` };
  return { anyOf: [closed({ required: ['$ref'], properties: { $ref } }), object] };
}

function listOf(items: unknown) {
  return { type: 'array', items };
}

function mapOf(values: unknown, names = '.') {
  return { type: 'object', propertyNames: { pattern: names }, additionalProperties: values };
}
