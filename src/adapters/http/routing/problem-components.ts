import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { AnswerHeader } from '../output/headers.ts';
import { MAX_LISTED_FAULTS, toFaultViews, toProblemView } from '../problems/problem.ts';
import type { CompleteWording, ProblemCode } from '../problems/wording.ts';
import { headersOf } from './documented-headers.ts';
import { PROBLEM_TYPE } from './media-types.ts';

export const PROBLEM_HEADERS: Readonly<Record<number, readonly AnswerHeader[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  429: ['Retry-After', 'RateLimit', 'RateLimit-Policy'],
  503: ['Retry-After'],
};

type Reference = { readonly $ref: string };

/** The facts that descriptions of problems need. `publicUrl`: `PUBLIC_URL`. */
type ProblemParts = { readonly wording: CompleteWording; readonly publicUrl?: string | undefined };

/**
 * The schemas, examples and responses of problems. Each appears once in the components of a document. Every code has a
 * schema of its own, so that a generated client gets a union discriminated by `code`.
 */
export class ProblemComponents {
  private readonly faults: ReturnType<typeof faultsOf>;
  private readonly schemas = new Map<ProblemCode, Reference>();
  private readonly examples = new Map<ProblemCode, Reference>();
  private readonly responses = new Map<string, Reference>();

  constructor(
    private readonly registry: OpenAPIRegistry,
    private readonly parts: ProblemParts,
  ) {
    const { wording } = parts;
    this.faults = faultsOf(this.schema('Fault', faultSchema(this.schema('FaultCode', faultCodes(wording)))));
    this.schema('Problem', problemSchema(this.schema('ProblemCode', problemCodes(wording)), this.faults));
  }

  /** The response with exactly these codes. Operations with the same codes and status share it. */
  response(status: number, given: readonly ProblemCode[]): Reference {
    const codes = given.toSorted();
    const name = codes.map(pascalCase).join('Or');
    const known = this.responses.get(name);
    if (known) return known;
    const { ref } = this.registry.registerComponent('responses', name, {
      description: codes.map((code) => this.parts.wording.problems[code].title.en).join(' · '),
      headers: headersOf({ headers: PROBLEM_HEADERS[status] ?? [] }),
      content: {
        [PROBLEM_TYPE]: {
          schema: unionOf(codes.map((code) => [code, this.schemaOf(code, status)])),
          examples: Object.fromEntries(codes.map((code) => [code, this.exampleOf(code, status)])),
        },
      },
    });
    this.responses.set(name, ref);
    return ref;
  }

  private schemaOf(code: ProblemCode, status: number): Reference {
    const isValidation = code === 'validation-failed';
    const known = this.schemas.get(code);
    if (known) return known;
    const ref = this.schema(`${pascalCase(code)}Problem`, {
      description: this.parts.wording.problems[code].title.en,
      allOf: [
        { $ref: '#/components/schemas/Problem' },
        {
          type: 'object',
          properties: {
            status: { type: 'integer', enum: [status] },
            code: { type: 'string', enum: [code] },
            ...(isValidation && { errors: { ...this.faults, minItems: 1 } }),
          },
          required: ['status', 'code', ...(isValidation ? ['errors'] : [])],
        },
      ],
    });
    this.schemas.set(code, ref);
    return ref;
  }

  private exampleOf(code: ProblemCode, status: number): Reference {
    const known = this.examples.get(code);
    if (known) return known;
    const { ref } = this.registry.registerComponent('examples', code, exampleOf(code, status, this.parts));
    this.examples.set(code, ref);
    return ref;
  }

  private schema(name: string, schema: Parameters<typeof this.registry.registerComponent<'schemas'>>[2]): Reference {
    return this.registry.registerComponent('schemas', name, schema).ref;
  }
}

function problemCodes({ problems }: CompleteWording) {
  return {
    type: 'string' as const,
    description:
      'All codes of problems; `/problems/{code}` explains each. A code never changes its meaning. `route-not-found` and ' +
      '`method-not-allowed` answer requests that match no operation',
    enum: Object.keys(problems),
    example: 'movie-not-found',
  };
}

function faultCodes({ faults }: CompleteWording) {
  return {
    type: 'string' as const,
    description: 'All codes of faults in the input. A code never changes its meaning',
    enum: Object.keys(faults),
    example: 'too-long',
  };
}

function faultSchema(code: Reference) {
  return {
    type: 'object' as const,
    description: 'A fault in the input',
    properties: {
      in: { type: 'string' as const, enum: ['body', 'query', 'path'], description: 'The part of the request' },
      field: { type: 'string' as const, description: 'The field or parameter', example: 'name' },
      code,
      message: {
        type: 'string' as const,
        description: 'What is wrong and which values are allowed, in the language of `Accept-Language`',
        example: 'The value is longer than 100.',
      },
    },
    required: ['in', 'field', 'code', 'message'],
  };
}

function faultsOf(fault: Reference) {
  return {
    type: 'array' as const,
    items: fault,
    maxItems: MAX_LISTED_FAULTS,
    description: 'With `validation-failed` only: the first faults in the input',
  };
}

function problemSchema(code: Reference, errors: ReturnType<typeof faultsOf>) {
  const text = (description: string) => ({ type: 'string' as const, description });
  return {
    type: 'object' as const,
    description: 'A failure (RFC 9457)',
    properties: {
      type: text('Address of the page that explains the problem'),
      title: text('What happened, in the language of `Accept-Language`'),
      status: { type: 'integer' as const, minimum: 400, maximum: 599, description: 'The status of the answer' },
      detail: text('What to do about it, in the language of `Accept-Language`'),
      instance: text('Identifies the request: it contains the value of `X-Request-Id`, which is also in the log'),
      code,
      message: text('The same as `detail`'),
      errors,
    },
    required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'message'],
  };
}

/** A union, or the schema itself if there is only one. */
function unionOf(schemas: readonly (readonly [ProblemCode, Reference])[]) {
  const [first, ...others] = schemas.map(([, schema]) => schema);
  if (first && others.length === 0) return first;
  const mapping = Object.fromEntries(schemas.map(([code, { $ref }]) => [code, $ref]));
  return { oneOf: schemas.map(([, schema]) => schema), discriminator: { propertyName: 'code', mapping } };
}

function exampleOf(code: ProblemCode, status: number, { wording, publicUrl }: ProblemParts) {
  const text = wording.problems[code];
  const fault = { in: 'body', field: 'name', code: 'too-long', limit: 100 } as const;
  const errors = code === 'validation-failed' ? toFaultViews([fault], wording, 'en') : undefined;
  return {
    summary: text.title.en,
    value: toProblemView(
      { code, status, text, ...(errors && { errors }) },
      { requestId: '0b9f3c1e-4f7a-4c0e-9d7b-2f3a8e6c1d50', language: 'en' },
      publicUrl,
    ),
  };
}

function pascalCase(code: string): string {
  return code
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
