import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { RulesetDefinition } from '@stoplight/spectral-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../support/openapi-document.ts';
import { document, operations, resolved } from '../../support/openapi-document.ts';

type Linted = { readonly paths: Record<string, Record<string, Responding>>; readonly [part: string]: unknown };
type Responding = { readonly responses: Record<string, { readonly $ref?: string; readonly description?: string }> };

/** The complaints about a document, errors and warnings alike. No rule is switched off. */
const LINTERS = {
  redocly: async (linted: Linted) => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = await lintFromString({ source: JSON.stringify(linted), config, absoluteRef: 'openapi.json' });
    return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
  },
  spectral: async (linted: Linted) => {
    const spectral = new spectralCore.Spectral();
    // The declared type of the rules is not the one that the other package of Spectral declares.
    spectral.setRuleset(spectralRulesets.oas as unknown as RulesetDefinition);
    const problems = await spectral.run(withSharedResponsesOnce(linted));
    return problems.map(({ code, message, path }) => `${code}: ${message} ${path.join('/')}`);
  },
};

/**
 * Uses each response of the components in only one operation. Spectral replaces every reference by a copy and checks
 * all copies, which took ten seconds of a core.
 */
function withSharedResponsesOnce(linted: Linted): Record<string, unknown> {
  const used = new Set<string>();
  const once = ({ responses, ...others }: Responding) => ({
    ...others,
    responses: Object.fromEntries(
      Object.entries(responses).filter(([, { $ref }]) => {
        if ($ref === undefined) return true;
        const isFirst = !used.has($ref);
        used.add($ref);
        return isFirst;
      }),
    ),
  });
  const paths = Object.entries(linted.paths).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, once(operation)])),
  ]);
  return { ...linted, paths: Object.fromEntries(paths) as unknown };
}

/** Faults that each linter has to find. */
const PLANTED: Record<keyof typeof LINTERS, string[]> = {
  redocly: ['operation-operationId-unique', 'no-unused-components', 'security-defined', 'no-unresolved-refs'],
  spectral: ['operation-operationId-unique', 'oas3-unused-component', 'operation-tags', 'invalid-ref'],
};

/** Names that need no description. */
const SELF_EXPLAINING = ['id', 'name', 'surname', 'created_at'];

describe.each(Object.keys(LINTERS) as (keyof typeof LINTERS)[])('by the rules of %s', (linter) => {
  it('the document has no error and no warning', async () => {
    expect(operations.length).toBeGreaterThan(60);
    expect(await LINTERS[linter](document)).toEqual([]);
  });

  it('a broken document has some', async () => {
    const { tags: _tags, security: _security, ...get } = document.paths['/user']!['get']!;
    const parameters = [{ $ref: '#/components/parameters/none' }];
    const broken = { get: { ...get, parameters }, put: get };
    const { ProblemCode } = document.components.schemas;
    const complaints = await LINTERS[linter]({
      ...document,
      paths: { '/user': broken },
      components: { schemas: { ProblemCode } },
    });
    const rules = new Set(complaints.map((complaint) => complaint.split(':')[0]));
    expect([...rules]).toEqual(expect.arrayContaining(PLANTED[linter]));
  });
});

describe('in the document', () => {
  it('every field is described, unless its name is enough', () => {
    const silent = Object.entries(schemas()).flatMap(([place, schema]) => undescribed(schema, place));
    expect(silent.filter((field) => !SELF_EXPLAINING.includes(field.split('.').at(-1)!))).toEqual([]);
    expect(new Set(silent.map((field) => field.split('.').at(-1)!)).size).toBe(SELF_EXPLAINING.length);
  });

  it('every schema and every parameter is described', () => {
    const { schemas: components } = document.components;
    expect(Object.keys(components).filter((name) => !components[name]!['description'])).toEqual([]);
    const parameters = operations.flatMap(({ name, operation }) =>
      (operation.parameters ?? []).map((parameter) => ({ place: `${name} ${parameter.name}`, parameter })),
    );
    expect(parameters.length).toBeGreaterThan(50);
    expect(parameters.filter(({ parameter }) => !parameter.description).map(({ place }) => place)).toEqual([]);
  });
});

/** The schemas of the components, of bodies and of answers, by their places. */
function schemas(): Record<string, Schema> {
  const inBodies = operations.flatMap(({ name, operation: { requestBody, responses } }) =>
    Object.entries({ body: requestBody ?? {}, ...responses }).flatMap(([part, { content = {} }]) =>
      Object.entries(content).map(([type, { schema }]) => [`${name} ${part} ${type}`, schema] as const),
    ),
  );
  return { ...document.components.schemas, ...Object.fromEntries(inBodies) };
}

/** The fields without a description, in the schema and in those within it, but not in those it refers to. */
function undescribed(schema: Schema, place: string, known: ReadonlySet<string> = new Set()): string[] {
  const { properties = {}, items, allOf = [], anyOf = [], oneOf = [] } = schema as Composed;
  const described = new Set([...known, ...describedIn(schema)]);
  return [
    ...Object.keys(properties)
      .filter((name) => !described.has(name))
      .map((name) => `${place}.${name}`),
    ...Object.entries(properties).flatMap(([name, field]) => undescribed(field, `${place}.${name}`)),
    ...(items ? undescribed(items, `${place}[]`) : []),
    ...[...allOf, ...anyOf, ...oneOf].flatMap((part) => undescribed(part, place, described)),
  ];
}

type Composed = {
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
} & { readonly [Keyword in 'allOf' | 'anyOf' | 'oneOf']?: Schema[] };

/** A part of a schema need not describe again what the schema itself, or another part that is always there, describes. */
function describedIn(schema: Schema): string[] {
  const { properties = {}, allOf = [] } = resolved(schema) as Composed;
  const own = Object.keys(properties).filter((name) => resolved(properties[name]!)['description'] !== undefined);
  return [...own, ...allOf.flatMap(describedIn)];
}
