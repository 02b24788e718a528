import { expect, it } from 'vitest';
import { committedTypes, generateTypes } from '../../clients/typescript/scripts/generate.ts';
import { document } from '../support/openapi-document.ts';

it('the types of the client are those of the OpenAPI document: `npm run client:generate` writes them', async () => {
  expect(committedTypes()).toBe(await generateTypes(document));
});
