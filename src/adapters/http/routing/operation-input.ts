import type { Request, Response } from 'express';
import type { Text } from '../input/language.ts';
import { readBody } from '../input/request-body.ts';
import { readFile } from '../input/request-file.ts';
import { InvalidInput, validated } from '../input/validation.ts';
import type { InputFault } from '../problems/problem.ts';
import type { AnyInput, RouteDeclaration } from './route.ts';

type Received = {
  readonly req: Request;
  readonly res: Response;
  readonly dependencies: { readonly publicUrl: string | undefined; readonly corsOrigins: readonly string[] };
};

/** The query of a route without parameters, which ignores every parameter. */
const NO_QUERY = { nested: [], query: {} };

/** Reads the parameters and the body that the route declares. @throws InvalidInput with all faults, HttpProblem */
export async function readInput(
  route: RouteDeclaration,
  { req, res, dependencies: { publicUrl, corsOrigins } }: Received,
): Promise<Pick<AnyInput, 'params' | 'query' | 'body'>> {
  // Express parses the query again on each access.
  const { nested, query } = route.query ? nestedParameters(route, req.query) : NO_QUERY;
  const file = route.file && (await readFile(req, res, { file: route.file, body: route.body }));
  const { acceptsForm = false } = route;
  const body = file === undefined && route.body && (await readBody(req, res, { acceptsForm, publicUrl, corsOrigins }));
  const read = {
    params: route.params && validated(route.params, req.params, 'path'),
    query: route.query && validated(route.query, query, 'query'),
    body: file === undefined && route.body ? validated(route.body, body, 'body') : undefined,
  };
  const others = Object.values(read).flatMap((part): readonly InputFault[] => part?.faults ?? []);
  const faults = [
    ...nested,
    ...others.filter((other) => other.in !== 'query' || nested.every(({ field }) => field !== other.field)),
  ];
  if (faults.length > 0) throw new InvalidInput(faults);
  return { params: valueOf(read.params), query: valueOf(read.query), body: file ?? valueOf(read.body) };
}

function valueOf(part: ReturnType<typeof validated> | undefined): unknown {
  return part && 'value' in part ? part.value : undefined;
}

/**
 * `page[]=1` or `page[x]=1` resembles a declared parameter and would be ignored silently.
 * @returns their faults, and the other parameters
 */
function nestedParameters(
  route: RouteDeclaration,
  query: Request['query'],
): { nested: InputFault[]; query: Request['query'] } {
  const keys = Object.keys(query).filter((key) => key.includes('['));
  if (keys.length === 0) return { nested: [], query };
  const names = Object.keys(route.query?.shape ?? {}).filter((name) => keys.some((key) => key.startsWith(`${name}[`)));
  const nested = names.map(
    (field) => ({ in: 'query', field, code: 'invalid-format', wanted: unnested(field) }) as const,
  );
  const isNested = (key: string) => names.some((name) => key.startsWith(`${name}[`));
  return { nested, query: Object.fromEntries(Object.entries(query).filter(([key]) => !isNested(key))) };
}

function unnested(name: string): Text {
  return { en: `${name}=…, without brackets`, ru: `${name}=…, без скобок` };
}
