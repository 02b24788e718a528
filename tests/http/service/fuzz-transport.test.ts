import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { lookup } from '../../../src/domain/shared/lookup.ts';
import { SPECIAL_NAMES } from '../../support/hostile-values.ts';
import type { Leaving } from '../../support/raw-exchange.ts';
import { exchangeRaw, LEAVINGS, sendAndLeave } from '../../support/raw-exchange.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);
const AT_ONCE = 8;

const PACKINGS: ReadonlyMap<string, (bytes: Buffer) => Buffer> = new Map([
  ['gzip', (bytes) => gzipSync(bytes)],
  ['deflate', (bytes) => deflateSync(bytes)],
  ['br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
]);

/** Values for any header. */
const ODD = [
  ...SPECIAL_NAMES,
  ...[
    '',
    ' ',
    ',',
    ';',
    '=',
    '"',
    '*',
    '-',
    '0',
    '-1',
    '1e9',
    '\u00ff',
    'a, b',
    'a;b=c',
    '%00',
    'null',
    'x'.repeat(4000),
  ],
];

const ODD_VALUES: Readonly<Record<string, readonly string[]>> = {
  Accept: ['*/*;q=nan', 'text/html;q=0', ','.repeat(2000)],
  'Accept-Encoding': ['gzip;q=0', '*;q=0, identity;q=0'],
  'Accept-Language': ['ru;q=abc', 'ru-,en--', 'ru,'.repeat(1000), '*-CH;q=0'],
  Authorization: [
    'Bearer',
    'Bearer a.b.c',
    `Bearer ${'a'.repeat(5000)}`,
    'Basic \u00ff',
    'Digest username="__proto__"',
  ],
  Connection: ['close, keep-alive', 'upgrade', 'constructor'],
  'Content-Encoding': ['identity', 'gzip', 'gzip, br', 'GZIP', 'x-gzip', 'zstd', 'compress', 'aws-chunked'],
  'Content-Length': ['1', '99999999999', '9'.repeat(30), '0x10', '+5', '5, 5', '1.0'],
  'Content-Type': [
    'text/csv',
    'text/csv; charset=__proto__',
    'application/json; charset=constructor',
    'text/csv;charset',
    '/',
    ';',
  ],
  Cookie: ['__proto__=1; constructor=2', '%zz', '='],
  Expect: ['100-continue', '200-ok'],
  Host: ['evil.example', '[::1', 'a:99999', '@'],
  'If-None-Match': ['*', 'W/', '"a", "b"', '"'.repeat(1000)],
  Origin: ['null', 'http://[', 'file://', 'https://evil.example'],
  Range: ['bytes=0-1', 'bytes=9-1', 'bytes=-', 'items=0-'],
  'Transfer-Encoding': ['chunked', 'gzip, chunked', 'identity', 'chunked, chunked', 'constructor'],
  traceparent: [`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`, '00-__proto__-constructor-00', `ff-${'0'.repeat(32)}-`],
  Upgrade: ['websocket', 'h2c'],
  'User-Agent': ['x'.repeat(5000)],
  'X-Forwarded-For': ['unknown', '::1, 999.999.999.999', ','.repeat(500)],
  'X-HTTP-Method-Override': ['DELETE'],
  'X-Request-Id': ['well-formed-1', 'a'.repeat(41)],
};
const HEADERS = [...Object.keys(ODD_VALUES), ...SPECIAL_NAMES.filter((name) => /^\w+$/.test(name))];
const valuesOf = (name: string) => [...ODD, ...(lookup(ODD_VALUES, name) ?? [])];

type Header = readonly [name: string, value: string];
type Target = { readonly line: string; readonly headers: readonly Header[]; readonly body?: Buffer };

const csv = Buffer.from('title,year\nМатрица,1999\nБрат,1997\n');
const json = Buffer.from('[{"title":"Матрица","year":1999},{"title":"Брат","year":1997}]');
const credentials = Buffer.from('{"login":"nobody","password":"wrong but long enough"}');

let app: TestApp;
let token: string;
const unseen: unknown[] = [];
const note = (fault: unknown) => unseen.push(fault);

beforeAll(async () => {
  console.log(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`);
  process.on('uncaughtExceptionMonitor', note).on('unhandledRejection', note);
  app = await startTestApp();
  await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
  ({ token } = await app.logIn());
});
afterAll(async () => {
  process.off('uncaughtExceptionMonitor', note).off('unhandledRejection', note);
  await app.close();
});

const upload = (type: string, body: Buffer, more: readonly Header[] = []): Target => ({
  line: 'POST /imports?dry_run=true HTTP/1.1',
  headers: [['Authorization', `Bearer ${token}`], ['Content-Type', type], ...more],
  body,
});
const logIn = (body: Buffer, more: readonly Header[] = []): Target => ({
  line: 'POST /auth/login HTTP/1.1',
  headers: [['Content-Type', 'application/json'], ...more],
  body,
});
const read = (path: string): Target => ({
  line: `GET ${path} HTTP/1.1`,
  headers: [['Authorization', `Bearer ${token}`]],
});

/** Given headers replace the usual ones. */
function bytesOf({ line, headers, body }: Target, odd: readonly Header[] = []): Buffer {
  const replaced = new Set(odd.map(([name]) => name.toLowerCase()));
  const usual: Header[] = [['Host', 'localhost'], ['Connection', 'close'], ...headers];
  if (body && !replaced.has('transfer-encoding')) usual.push(['Content-Length', String(body.length)]);
  const kept = usual.filter(([name]) => !replaced.has(name.toLowerCase()));
  const lines = [line, ...[...kept, ...odd].map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body ?? Buffer.alloc(0)]);
}

async function inParallel<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** A status that no answer may have. 503 is allowed, because it is documented for too many files at once. */
const isFault = (status: number | undefined) => status !== undefined && status >= 500 && status !== 503;

async function expectUnharmed(): Promise<void> {
  expect((await app.call('GET', '/health/ready')).status).toBe(200);
  expect(unseen).toEqual([]);
  const faults = app.log.filter(({ level, status }) => level === 'error' || status === 'internal-error');
  expect(faults).toEqual([]);
}

describe('hostile headers', () => {
  const targets = () => [
    read('/genres'),
    read('/movies/favorites/export?format=csv'),
    logIn(credentials),
    upload('text/csv', csv),
    upload('application/json', json),
  ];

  it('one by one get no 5xx', async () => {
    const faults: unknown[] = [];
    const cases = targets().flatMap((target) =>
      HEADERS.flatMap((name) => valuesOf(name).map((value) => ({ target, odd: [[name, value]] as Header[] }))),
    );
    // Every target gets every header, each time with a different value.
    const some = cases.filter((_, at) => at % 5 === SEED % 5);
    await inParallel(some, async ({ target, odd }) => {
      const isOpen = odd.some(([name]) =>
        /^(?:content-length|transfer-encoding|expect|upgrade|connection)$/i.test(name),
      );
      if (isOpen) {
        await sendAndLeave(app.url, [bytesOf(target, odd)], { leaving: 'end' });
        return;
      }
      const status = await exchangeRaw(app.url, bytesOf(target, odd));
      if (status === undefined || isFault(status)) faults.push([status, target.line, odd]);
    });
    expect(faults).toEqual([]);
    await expectUnharmed();
  });

  it('several together get no 5xx', async () => {
    const header = fc
      .constantFrom(
        ...HEADERS.filter((name) => !/^(?:content-length|transfer-encoding|expect|connection)$/i.test(name)),
      )
      .chain((name) => fc.constantFrom(...valuesOf(name)).map((value): Header => [name, value]));
    const cases = fc.record({ target: fc.nat({ max: 4 }), odd: fc.array(header, { minLength: 2, maxLength: 6 }) });
    const property = fc.asyncProperty(cases, async ({ target, odd }) => {
      const status = await exchangeRaw(app.url, bytesOf(targets()[target]!, odd));
      expect(isFault(status)).toBe(false);
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
    await expectUnharmed();
  });
});

describe('hostile encodings', () => {
  const spoilt: [string, (packed: Buffer, pack: (bytes: Buffer) => Buffer) => Buffer][] = [
    ['nothing', () => Buffer.alloc(0)],
    ['its first byte', (packed) => packed.subarray(0, 1)],
    ['its first half', (packed) => packed.subarray(0, packed.length / 2)],
    ['all but its last byte', (packed) => packed.subarray(0, -1)],
    ['bytes after its end', (packed) => Buffer.concat([packed, Buffer.from('more')])],
    ['zeros after its end', (packed) => Buffer.concat([packed, Buffer.alloc(70_000)])],
    [
      'garbage in its middle',
      (packed) => Buffer.from(packed).fill(0xa5, Math.trunc(packed.length / 3), packed.length >> 1),
    ],
    ['garbage alone', () => Buffer.from('no such thing'.repeat(50))],
    ['itself packed again', (packed, pack) => pack(packed)],
  ];
  const large: [string, () => Buffer][] = [
    ['one number', () => Buffer.from(`[${'1'.repeat(10_000_000)}]`)],
    ['one name', () => Buffer.from(`[{"${'n'.repeat(10_000_000)}":1}]`)],
    ['one cell', () => Buffer.from(`title\n${'n'.repeat(10_000_000)}`)],
    ['brackets', () => Buffer.alloc(10_000_000, '[')],
    ['commas', () => Buffer.from(`title\n${','.repeat(10_000_000)}`)],
    ['quotation marks', () => Buffer.from(`title\n${'"'.repeat(10_000_000)}`)],
    ['blanks', () => Buffer.alloc(10_000_000, ' ')],
  ];

  it.each([...PACKINGS.keys()])('in %s are refused with 4xx', async (name) => {
    const pack = PACKINGS.get(name)!;
    const targets = [upload('text/csv', csv), upload('application/json', json), logIn(credentials)];
    const cases = [
      ...spoilt.flatMap(([what, spoil]) =>
        targets.map((target) => ({ what, target, body: spoil(pack(target.body!), pack) })),
      ),
      ...large.flatMap(([what, content]) => {
        const body = pack(content());
        return targets.map((target) => ({ what: `ten megabytes of ${what}`, target, body }));
      }),
    ];
    const others: unknown[] = [];
    for (const { what, target, body } of cases) {
      const headers: Header[] = [...target.headers, ['Content-Encoding', name]];
      const status = await exchangeRaw(app.url, bytesOf({ ...target, headers, body }));
      // If a connection is cut while much data is still being sent, the answer may be lost.
      if (status !== undefined && (status < 400 || status >= 500)) others.push([what, target.line, status]);
    }
    expect(others).toEqual([]);
    await expectUnharmed();
  });
});

describe('clients that disconnect', () => {
  /**
   * The places where a request is cut: within its head, right after it, within its body, just before and after its end.
   */
  function cutsOf(bytes: Buffer, head: number): number[] {
    const body = bytes.length - head;
    const inBody = [0, 1, body >> 2, body >> 1, body - 1, body].map((at) => head + at);
    return [1, head >> 1, head - 1, ...inBody].filter((at) => at <= bytes.length);
  }

  const packed = (body: Buffer, name: string, more = ''): [Header[], Buffer] => [
    [['Content-Encoding', name]],
    Buffer.concat([PACKINGS.get(name)!(body), Buffer.from(more)]),
  ];
  const targets = (): Target[] => [
    upload('text/csv', csv),
    upload('application/json', json),
    ...[...PACKINGS.keys()].flatMap((name) =>
      ['', 'more and more'].flatMap((more) => {
        const [headers, body] = packed(csv, name, more);
        const [, login] = packed(credentials, name, more);
        return [upload('text/csv', body, headers), logIn(login, headers)];
      }),
    ),
  ];

  it.each(LEAVINGS)('at any moment of an upload, by %s, do no harm', async (leaving: Leaving) => {
    const cases = targets().flatMap((target) => {
      const bytes = bytesOf(target);
      const head = bytes.length - target.body!.length;
      return cutsOf(bytes, head).map((at) => [bytes.subarray(0, Math.min(at, head)), bytes.subarray(head, at)]);
    });
    await inParallel(cases, (pieces) => sendAndLeave(app.url, pieces, { leaving }));
    await expectUnharmed();
  });

  it.each(LEAVINGS)('in the bytes after a compressed body, by %s, do no harm', async (leaving) => {
    for (const name of PACKINGS.keys()) {
      for (const target of [upload('text/csv', csv), logIn(credentials)]) {
        const [headers, body] = packed(target.body!, name);
        const odd: Header[] = [...headers, ['Content-Length', '100000']];
        const bytes = bytesOf({ ...target, body }, odd);
        for (let pieces = 1; pieces < 6; pieces += 1) {
          const rest = Array.from({ length: pieces }, () => Buffer.from('and more'));
          await sendAndLeave(app.url, [bytes, ...rest], { leaving });
        }
      }
    }
    await expectUnharmed();
  });

  it.each(LEAVINGS)('while their answer is written, by %s, do no harm', async (leaving) => {
    const answers = ['/movies/', '/movies/favorites/export?format=json', '/genres', '/openapi.json', '/docs/'];
    const cases = Array.from({ length: 8 }, () => answers.map(read)).flat();
    await inParallel(cases, (target) => sendAndLeave(app.url, [bytesOf(target)], { leaving, afterData: true }));
    await inParallel(cases, (target) => sendAndLeave(app.url, [bytesOf(target)], { leaving }));
    await expectUnharmed();
  });

  it('leave no unfinished import, and free their places', async () => {
    const imports = async () => (await app.call('GET', '/imports', { token })).body as { status: string }[];
    await expect.poll(async () => (await imports()).filter(({ status }) => status === 'reading')).toEqual([]);
    await inParallel(Array.from({ length: 8 }), async () => {
      const other = await app.logIn();
      const headers = { 'Content-Type': 'text/csv' };
      const answer = await app.call('POST', '/imports', { token: other.token, rawBody: csv.toString(), headers });
      expect(answer.status).toBe(202);
    });
    await expectUnharmed();
  });
});
