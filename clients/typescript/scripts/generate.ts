import { readFileSync, writeFileSync } from 'node:fs';
import { json } from 'node:stream/consumers';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { factory } from 'typescript';

const FILE = new URL('../src/api.generated.ts', import.meta.url);
const HEADER = '// Written from the OpenAPI document by `npm run client:generate`. Do not edit.\n\n';

/** A whole request body, which is text in the document. The client sends files and streams, too. */
const IS_BODY = /\/requestBody\/content\/[^/]+$/;
const BODY = ['string', 'Blob', 'ReadableStream'];

/** The types of the document. Deprecated operations are left out, because each has a successor. */
export async function generateTypes(document: object): Promise<string> {
  const nodes = await openapiTS(document as OpenAPI3, {
    excludeDeprecated: true,
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
    transform: ({ format, type }, { path = '' }) => {
      if (format === 'binary') return typeNamed('Blob');
      return type === 'string' && IS_BODY.test(path) ? factory.createUnionTypeNode(BODY.map(typeNamed)) : undefined;
    },
  });
  return HEADER + astToString(nodes);
}

const typeNamed = (name: string) => factory.createTypeReferenceNode(name);

/** The text of `src/api.generated.ts`. */
export function committedTypes(): string {
  return readFileSync(FILE, 'utf8');
}

if (import.meta.main) {
  writeFileSync(FILE, await generateTypes((await json(process.stdin)) as object));
}
