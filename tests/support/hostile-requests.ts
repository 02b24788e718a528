import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { fineCall } from './documented-calls.ts';
import { CANARY, HOSTILE_JSON, HOSTILE_PIECES, HOSTILE_TEXTS, STRANGER } from './hostile-values.ts';
import type { DocumentedOperation, Parameter, Schema } from './openapi-document.ts';
import { resolved } from './openapi-document.ts';
import type { RawRequest } from './raw-client.ts';
import { isSendable } from './raw-client.ts';
import { fittingValue, hostileText, jsonBody, mix } from './schema-arbitraries.ts';

type Headers = RawRequest['headers'];
type Body = { headers: Headers; body: Buffer | undefined };

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A placeholder in requests for a valid access token, so that one seed always makes the same requests. */
const TOKEN = '(token)';

export function withToken({ headers, ...request }: RawRequest, token: string): RawRequest {
  const filled = (value: string) => value.replaceAll(TOKEN, token);
  const entries = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.map(filled) : filled(value)] as const,
  );
  return { ...request, headers: Object.fromEntries(entries) };
}

/** Requests to a documented operation: most parts are valid by the document, any may be hostile. */
export function requestTo({ method, path, operation }: DocumentedOperation): fc.Arbitrary<RawRequest> {
  const { parameters = [], requestBody, security = [] } = operation;
  const placed = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const parts = fc.record({
    pathValues: fc.tuple(...placed('path').map((parameter) => pathText(parameter.schema))),
    query: queryText(placed('query')),
    body: requestBody?.content ? bodyOf(requestBody.content) : strayBody(method),
    authorization: authorizationHeader(security.length > 0),
    headers: hostileHeaders,
    origin,
  });
  return parts
    .map(({ pathValues, query, body, authorization, headers, origin: start }) => {
      const values = pathValues.values();
      const filled = path.replaceAll(/\{\w+\}/g, () => values.next().value ?? '');
      return {
        method: method.toUpperCase(),
        target: start + (query === '' ? filled : `${filled}?${query}`),
        headers: { ...authorization, ...body.headers, ...headers },
        body: body.body,
      };
    })
    .filter(isSendable);
}

/** Sometimes an origin before the path, as in requests to proxies (RFC 9112 section 3.2.2). */
const origin = mix(
  [30, fc.constant('')],
  [1, fc.constantFrom('http://localhost', 'http://evil.example:8080', 'http://user:pass@a:99999', 'https://[::1')],
);

/**
 * The target to look up in the document: without an origin, and without the dots and backslashes that URL parsers
 * resolve.
 */
export function documentedTarget({ target }: RawRequest): string {
  const [path = '', ...query] = target.replace(/^https?:\/\/[^/]*/, '').split('?');
  const segments = path.replaceAll('\\', 'x').split('/');
  const kept = segments.map((segment) => (/^(?:\.|%2e){1,2}$/i.test(segment) ? 'dots' : segment));
  return [kept.join('/'), ...query].join('?');
}

/** The documented example of a call. */
export function exampleRequest({ method, path }: Pick<DocumentedOperation, 'method' | 'path'>): RawRequest {
  const fine = fineCall(method, path);
  const headers = {
    Authorization: `Bearer ${TOKEN}`,
    ...(fine.call.body !== undefined && { 'Content-Type': JSON_TYPE }),
    ...(fine.call.form && { 'Content-Type': FORM_TYPE }),
  };
  const text = fine.call.form ? new URLSearchParams(fine.call.form).toString() : JSON.stringify(fine.call.body);
  const body = (text as string | undefined) === undefined ? undefined : Buffer.from(text);
  return { method: method.toUpperCase(), target: fine.path, headers, body };
}

/**
 * Distributes hostile values. The first place of a kind gets all of them, and each further place a different quarter.
 * Places are of one kind if the same code reads them: path parameters of one template, and query parameters or fields
 * with the same schema.
 */
export class HostileValues {
  private readonly timesDealt = new Map<string, number>();

  for<T>(values: readonly T[], kind: string): readonly T[] {
    const times = this.timesDealt.get(kind) ?? 0;
    this.timesDealt.set(kind, times + 1);
    return times === 0 ? values : values.filter((_, at) => at % 4 === times % 4);
  }
}

function kindOf({ description: _description, example: _example, ...schema }: Schema): string {
  return JSON.stringify(schema);
}

/** The documented example of a call, made hostile in one place after the other. */
export function requestsOneByOne(
  { method, path, operation }: DocumentedOperation,
  hostile = new HostileValues(),
): RawRequest[] {
  const fine = fineCall(method, path);
  const example = exampleRequest({ method, path });
  const pieces = [...HOSTILE_PIECES, ...HOSTILE_TEXTS.map((text) => encodeURIComponent(text.toWellFormed()))];
  const targets = (operation.parameters ?? []).flatMap((parameter) => {
    const kind = parameter.in === 'path' ? path : parameter.in + kindOf(parameter.schema);
    return hostile.for(pieces, kind).map((piece) => hostileTarget({ path, fine: fine.path, parameter, piece }));
  });
  const fields = resolved(operation.requestBody?.content?.[JSON_TYPE]?.schema ?? {})['properties'] ?? {};
  const values = [...HOSTILE_JSON, ...HOSTILE_TEXTS.map((text) => JSON.stringify(text))];
  const bodies = Object.entries(fields as Record<string, Schema>).flatMap(([name, schema]) =>
    hostile.for(values, kindOf(schema)).map((value) => hostileBody(fine.call.body as object, name, value)),
  );
  return [
    ...targets.map((target) => ({ ...example, target })),
    ...bodies.map((text) => ({ ...example, body: Buffer.from(text) })),
  ].filter(isSendable);
}

function hostileTarget({
  path,
  fine,
  parameter: { name, in: place },
  piece,
}: {
  path: string;
  fine: string;
  parameter: Parameter;
  piece: string;
}): string {
  if (place === 'path') return path.replace(`{${name}}`, () => piece);
  const [pathname, query] = fine.split('?');
  const others = [...new URLSearchParams(query)].filter(([other]) => other !== name);
  return `${pathname}?${[...others.map((pair) => new URLSearchParams([pair]).toString()), `${name}=${piece}`].join('&')}`;
}

function hostileBody(fine: object, name: string, json: string): string {
  const others = Object.entries(fine).filter(([other]) => other !== name);
  const entries = [
    ...others.map(([other, value]) => `${JSON.stringify(other)}:${JSON.stringify(value)}`),
    `${JSON.stringify(name)}:${json}`,
  ];
  return `{${entries.join(',')}}`;
}

/** Requests to anything else: any method, any target, absolute and malformed ones included. */
export function requestToAnything(): fc.Arbitrary<RawRequest> {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
  const start = fc.constantFrom(
    ...['/', '/movies/', '/movies/favorites/', '/problems/', '/docs/', '/openapi.json', '/user', '//', '/movies//'],
    ...[
      'http://localhost/movies/',
      'http://[::1/movies/',
      'http://a:99999/movies/search?query=a',
      'https://',
      '*',
      '?',
    ],
  );
  return fc
    .record({
      method: fc.constantFrom(...methods),
      target: fc
        .tuple(start, fc.oneof(fc.constantFrom(...HOSTILE_PIECES), fc.webPath(), encoded(hostileText)))
        .map((parts) => parts.join('')),
      authorization: authorizationHeader(true),
      headers: hostileHeaders,
    })
    .map(({ method, target, authorization, headers }) => ({
      method,
      target,
      headers: { ...authorization, ...headers },
    }))
    .filter(isSendable);
}

function encoded(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.nat({ max: 9 })).map(([value, way]) => {
    const proper = encodeURIComponent(value.toWellFormed());
    if (way === 0) return Buffer.from(value).toString('hex').replaceAll(/../g, '%$&');
    if (way === 1) return encodeURIComponent(proper);
    if (way === 2) return proper.replaceAll('%20', '+').toLowerCase();
    return proper;
  });
}

const fittingText = (schema: Schema) => encoded(fittingValue(schema).map(String));

const hostilePiece = mix([3, fc.constantFrom(...HOSTILE_PIECES)], [2, encoded(hostileText)]);

function pathText(schema: Schema): fc.Arbitrary<string> {
  return mix([3, fittingText(schema)], [2, hostilePiece]);
}

function queryText(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const known = parameters.map(({ name, schema, required = false }) => pairsOf(name, schema, required));
  const stranger = fc.constantFrom(
    ...[
      '',
      '&&',
      '=',
      '=x',
      '?',
      // A problem about an unknown parameter contains its name, so this one has a name without the canary.
      `stranger=${STRANGER}`,
      '__proto__=1',
      '__proto__[x]=1',
      'constructor[prototype][x]=1',
    ],
    ...[
      `access_token=${STRANGER}`,
      '%00=1',
      '%zz=%zz',
      'a'.repeat(2000),
      Array.from({ length: 1200 }, () => 'a').join('&'),
    ],
  );
  const strangers = mix([5, fc.constant<string[]>([])], [1, fc.array(stranger, { maxLength: 2 })]);
  return fc.tuple(fc.tuple(...known), strangers).map(([pairs, others]) => [...pairs.flat(), ...others].join('&'));
}

function pairsOf(name: string, schema: Schema, required: boolean): fc.Arbitrary<string[]> {
  const fitting = fittingText(schema).map((text) => `${name}=${text}`);
  return mix(
    [required ? 10 : 4, fitting.map((pair) => [pair])],
    [required ? 1 : 8, fc.constant<string[]>([])],
    [2, hostilePiece.map((piece) => [`${name}=${piece}`])],
    [
      1,
      fc
        .tuple(
          fitting,
          fc.constantFrom(name, `${name}[]`, `${name}[x]`, `${name}[__proto__]`, `${name}.x`, name.toUpperCase()),
          hostilePiece,
        )
        .map(([pair, spelling, piece]) => [pair, `${spelling}=${piece}`]),
    ],
  );
}

function bodyOf(content: Record<string, { schema: Schema }>): fc.Arbitrary<Body> {
  const bodies = Object.entries(content).map(([type, { schema }]) =>
    type === JSON_TYPE ? ([16, jsonBytes(schema)] as const) : ([4, formBytes(schema, type)] as const),
  );
  return mix<Body>(...bodies, [1, oddBody]);
}

function jsonBytes(schema: Schema): fc.Arbitrary<Body> {
  const type = mix(
    [12, fc.constant(JSON_TYPE)],
    [
      1,
      fc.constantFrom(
        'Application/JSON; Charset="UTF-8"',
        `${JSON_TYPE};`,
        `${JSON_TYPE};charset=utf-8;x=y`,
        ...ODD_TYPES,
      ),
    ],
  );
  const packing = mix([15, fc.constant('none')], [1, fc.constantFrom(...Object.keys(PACKINGS))]);
  return fc.tuple(jsonBody(schema), type, packing).map(([text, contentType, way]) => {
    const { encoding, pack } = PACKINGS[way] ?? { pack: (bytes: Buffer) => bytes };
    const headers: Headers = {
      'Content-Type': contentType,
      ...(encoding !== undefined && { 'Content-Encoding': encoding }),
    };
    return { headers, body: pack(Buffer.from(text)) };
  });
}

const PACKINGS: Record<string, { encoding?: string; pack: (bytes: Buffer) => Buffer }> = {
  gzip: { encoding: 'gzip', pack: (bytes) => gzipSync(bytes) },
  brotli: { encoding: 'br', pack: (bytes) => brotliCompressSync(bytes) },
  bomb: { encoding: 'gzip', pack: () => gzipSync(Buffer.alloc(20_000_000, '[')) },
  truncated: { encoding: 'gzip', pack: (bytes) => gzipSync(bytes).subarray(0, -6) },
  lie: { encoding: 'gzip', pack: (bytes) => bytes },
  twice: { encoding: 'gzip, gzip', pack: (bytes) => gzipSync(gzipSync(bytes)) },
  unknown: { encoding: CANARY, pack: (bytes) => bytes },
  utf16: { pack: (bytes) => Buffer.from(bytes.toString(), 'utf16le') },
  latin1: { pack: (bytes) => Buffer.from(`${bytes.toString()}ÿ`, 'latin1') },
};

function formBytes(schema: Schema, type: string): fc.Arbitrary<Body> {
  const { properties = {} } = resolved(schema) as { properties?: Record<string, Schema> };
  const fields = Object.entries(properties).map(
    ([name, field]) => ({ name, in: 'query', schema: field, required: name === 'password' }) as const,
  );
  const text = fc
    .tuple(fc.constantFrom('', 'grant_type=password&scope=&'), queryText(fields))
    .map((parts) => parts.join(''));
  return text.map((form) => ({ headers: { 'Content-Type': type }, body: Buffer.from(form, 'latin1') }));
}

const ODD_TYPES = [
  ...[
    '',
    'text/plain',
    'json',
    '*/*',
    'application/',
    `${JSON_TYPE}; charset=utf-16`,
    `${JSON_TYPE}; charset=`,
    `${JSON_TYPE}, ${JSON_TYPE}`,
  ],
  ...[
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application/json+patch',
    `${FORM_TYPE}; charset=koi8-r`,
    '\u00ff/\u00ff',
    CANARY,
  ],
];

const oddBody: fc.Arbitrary<Body> = fc
  .tuple(fc.constantFrom(JSON_TYPE, FORM_TYPE, ...ODD_TYPES), fc.uint8Array({ maxLength: 200 }))
  .map(([type, bytes]) => ({ headers: { 'Content-Type': type }, body: Buffer.from(bytes) }));

/** A body for an operation that takes none, or no body. */
function strayBody(method: string): fc.Arbitrary<Body> {
  const none = fc.constant<Body>({ headers: {}, body: undefined });
  if (method === 'get') return none;
  return mix([5, none], [1, oddBody]);
}

const segment = (json: string) => Buffer.from(json).toString('base64url');

const FORGED_TOKENS = [
  ...[
    'null',
    '[]',
    '"x"',
    '1',
    '',
    '{',
    '{"alg":"none"}',
    '{"alg":"HS256","typ":"at+jwt"}',
    '{"alg":"EdDSA","typ":"at+jwt","kid":"__proto__"}',
  ],
  ...[
    '{"alg":"EdDSA","typ":"at+jwt","kid":{}}',
    '{"alg":"EdDSA","crit":["b64"],"b64":false}',
    `{"alg":"EdDSA","jku":"http://${CANARY}/"}`,
  ],
].map((header) => `${segment(header)}.${segment('{"sub":"1","exp":1e400,"roles":["admin"]}')}.${segment(CANARY)}`);

function authorizationHeader(isNeeded: boolean): fc.Arbitrary<Headers> {
  const odd = fc.constantFrom<string | string[]>(
    ...[
      '',
      'Bearer',
      'Bearer ',
      'Bearer undefined',
      'Bearer a.b.c',
      `bearer  ${TOKEN}`,
      `Bearer ${TOKEN} x`,
      TOKEN,
      `Basic ${segment(CANARY)}`,
    ],
    ...[
      `Bearer ${TOKEN}.`,
      `Bearer x${TOKEN}`,
      'Bearer \u00ff',
      `Bearer ${'a.'.repeat(500)}`,
      `Bearer ${'x'.repeat(9000)}`,
      'Bearer ..',
    ],
    ...FORGED_TOKENS.map((forged) => `Bearer ${forged}`),
    [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`],
  );
  const usual = fc.constant<Headers>(isNeeded ? { Authorization: `Bearer ${TOKEN}` } : {});
  return mix([16, usual], [1, fc.constant<Headers>({})], [1, odd.map((value) => ({ Authorization: value }))]);
}

const ODD_HEADERS: Record<string, (string | string[])[]> = {
  Accept: ['', '*/*', 'text/html', 'application/xml;q=nan', '\u00ff'],
  'Accept-Encoding': ['gzip', '*;q=0', ''],
  'Accept-Language': [
    'ru',
    '*',
    '',
    'q=0',
    'ru;q=abc',
    'en;q=1e9, ru;q=-1',
    'ru,'.repeat(1000),
    '\u00ff',
    ['ru', 'en'],
  ],
  'Content-Encoding': ['', 'identity', 'gzip', 'deflate', 'br', CANARY],
  Cookie: ['a=b; a=c', `__proto__=${CANARY}`, '%zz'],
  Host: ['', 'evil.example', '[::1', 'a:99999', '\u00ff'],
  'If-None-Match': ['*', 'W/"x"', '"'],
  Range: ['bytes=0-1', 'bytes=9-1'],
  traceparent: [`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`, `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`, CANARY],
  'User-Agent': ['', 'x'.repeat(5000), '\u00ff\u0080', `"${CANARY}`],
  'X-Forwarded-For': ['203.0.113.7', 'unknown', '::1, 999.999.999.999', ',,,', 'x'.repeat(2000)],
  'X-HTTP-Method-Override': ['DELETE'],
  'X-Request-Id': [
    '',
    'short',
    'well-formed-1',
    'a'.repeat(40),
    'a'.repeat(41),
    `<${CANARY}>`,
    'two words',
    '\u00ff'.repeat(8),
    ['one-of-two', 'two-of-two'],
  ],
};

const hostileHeaders: fc.Arbitrary<Headers> = mix(
  [3, fc.constant<Headers>({})],
  [
    2,
    fc
      .array(
        fc
          .constantFrom(...Object.keys(ODD_HEADERS))
          .chain((name) => fc.constantFrom(...(ODD_HEADERS[name] ?? [])).map((value) => ({ [name]: value }))),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map((headers) => Object.assign({}, ...headers) as Headers),
  ],
);
