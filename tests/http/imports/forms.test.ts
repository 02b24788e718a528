import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import type { Answer } from '../../support/openapi-conformance.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const CSV = 'title,year\nБрат,1997\n';
const JSON_LIST = '[{"title":"Брат","year":1997}]';
const MEBIBYTE = 1024 * 1024;
/** Longer than the maximum of a file, but not of a form. */
const LONG_LIST = `title,year,${'a,'.repeat(99)}\n${`x,1997,${`${'x'.repeat(598)},`.repeat(99)}\n`.repeat(177)}`;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await seedBundledFilms(app.service, { kind: 'system', name: 'cli' });
});
afterAll(() => app.close());

type Part = { name?: string; fileName?: string | undefined; type?: string; more?: string; content: string | Buffer };

function partOf({ name = 'file', fileName = 'films.csv', type, more = '', content }: Part): Buffer {
  const file = fileName === '' ? '' : `; filename="${fileName}"`;
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n`;
  const lines = `${head}${type === undefined ? '' : `Content-Type: ${type}\r\n`}${more}\r\n`;
  return Buffer.concat([Buffer.from(lines), Buffer.from(content), Buffer.from('\r\n')]);
}

const END = Buffer.from(`--${BOUNDARY}--\r\n`);
const form = (...parts: Part[]) => Buffer.concat([...parts.map(partOf), END]);
const FORM = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };

async function start(
  body: Buffer | FormData,
  headers: Record<string, string> = FORM,
  path = '/imports',
): Promise<Answer> {
  const { token } = await app.logIn();
  if (body instanceof FormData) {
    const answer = await fetch(app.url + path, { method: 'POST', body, headers: { Authorization: `Bearer ${token}` } });
    const read = (await answer.json()) as object;
    return { status: answer.status, headers: answer.headers, text: '', body: { ...read, token } };
  }
  const answer = await app.call('POST', path, { token, rawBody: new Uint8Array(body), headers });
  return { ...answer, body: { ...(answer.body as object), token } };
}

async function rowsOf({ body }: Answer): Promise<unknown> {
  const { id, token } = body as { id: string; token: string };
  await app.service.container.get(ImportWorker).run({ aborted: false });
  return (await app.call('GET', `/imports/${id}/rows`, { token })).body;
}

const brother = [{ outcome: 'matched', kinopoisk_id: 41519 }];

describe('a list in a form', () => {
  it.each<[string, Part]>([
    ['as curl sends it', { content: CSV, type: 'application/octet-stream' }],
    ['as Firefox sends it on Linux', { content: CSV, type: 'text/csv' }],
    ['as browsers send it where Excel is installed', { content: CSV, type: 'application/vnd.ms-excel' }],
    ['without a type', { content: CSV }],
    ['in a field of another name', { content: CSV, name: 'Список фильмов' }],
    ['of another ending', { content: CSV, fileName: 'FILMS.TXT', type: 'text/plain' }],
    ['without an ending', { content: CSV, fileName: 'blob', type: 'application/octet-stream' }],
    ['whose name is odd', { content: CSV, fileName: 'a;name=x.csv' }],
    ['in JSON', { content: JSON_LIST, type: 'application/json', fileName: 'blob' }],
    ['in JSON by its name', { content: JSON_LIST, fileName: 'films.json', type: 'application/octet-stream' }],
    ['in JSON by its beginning', { content: `\ufeff \n${JSON_LIST}`, fileName: 'blob' }],
    [
      'that holds what looks like a boundary',
      { content: `title,year,note\nБрат,1997,"--${BOUNDARY.slice(0, -1)}\r\n--"\n` },
    ],
    [
      'in Windows-1251, as its type says',
      {
        content: Buffer.from([...Buffer.from('title;year\n'), 0xc1, 0xf0, 0xe0, 0xf2, ...Buffer.from(';1997')]),
        type: 'text/csv; charset=windows-1251',
      },
    ],
    [
      'with more headers',
      { content: CSV, more: 'Content-Length: 7\r\nContent-Transfer-Encoding: binary\r\nX-A: b\r\n' },
    ],
  ])('is imported %s', async (_, part) => {
    const started = await start(form(part));
    expect(started.status).toBe(202);
    expect(await rowsOf(started)).toMatchObject(brother);
  });

  it('is imported as fetch sends it', async () => {
    const body = new FormData();
    body.set('file', new File([CSV], 'мои фильмы.csv', { type: 'text/csv' }));
    const started = await start(body);
    expect(started.status).toBe(202);
    expect(await rowsOf(started)).toMatchObject(brother);
  });

  it('is imported with options in the query, a preamble, and line ends after it', async () => {
    const whole = Buffer.concat([Buffer.from('a preamble\r\n'), form({ content: CSV }), Buffer.from('\r\n\r\n')]);
    const started = await start(whole, FORM, '/imports?dry_run=true');
    expect(started).toMatchObject({ status: 202, body: { dry_run: true } });
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['br', brotliCompressSync],
    ['identity, GZIP', gzipSync],
  ])('is imported compressed by %s', async (coding, compress) => {
    const started = await start(compress(form({ content: CSV })), { ...FORM, 'Content-Encoding': coding });
    expect(await rowsOf(started)).toMatchObject(brother);
  });

  it('is imported in pieces of any size', async () => {
    const whole = form({ content: CSV, type: 'text/csv' });
    for (const size of [1, 7, 64, 100]) {
      const { token } = await app.logIn();
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1').setNoDelay();
      socket.write(
        `POST /imports HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n` +
          `Content-Type: ${FORM['Content-Type']}\r\nContent-Length: ${whole.length}\r\n\r\n`,
      );
      for (let at = 0; at < whole.length; at += size) {
        await nextTurn();
        socket.write(whole.subarray(at, at + size));
      }
      expect((await socket.setEncoding('utf8').toArray()).join('')).toMatch(/^HTTP\/1\.1 202 /);
    }
  });
});

describe('a form is refused', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ content: CSV, name: `f${at}` }));
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n`;
  const other = (type: string) => ({ 'Content-Type': type });
  const EMPTY_PART = `\r\n--${BOUNDARY}x`;

  it.each<[string, Buffer, number, string, Record<string, string>?]>([
    [
      'with a field and no file',
      form({ fileName: '', content: 'true', name: 'dry_run' }),
      422,
      'dry_run unknown-field',
    ],
    [
      'with a field before the file',
      form({ fileName: '', content: '1', name: 'a' }, { content: CSV }),
      422,
      'a unknown-field',
    ],
    [
      'with a field after the file',
      form({ content: CSV }, { fileName: '', content: '1', name: 'dry_run' }),
      422,
      'dry_run unknown-field',
    ],
    ['with two files', form({ content: CSV }, { content: CSV, name: 'more' }), 422, 'more repeated'],
    ['with a thousand files', form(...many(1000)), 422, 'f1 repeated'],
    [
      'with 200,000 parts that are cut off in their heads',
      Buffer.from(`${head}\r\n${CSV}${EMPTY_PART.repeat(200_000)}`),
      422,
      'file malformed-file',
    ],
    ['with a hostile name', form({ content: CSV }, { content: '', name: '<script>' }), 422, 'file repeated'],
    ['with an empty file', form({ content: '' }), 422, 'file no-rows'],
    ['without a part', END, 400, 'malformed-request'],
    ['without anything', Buffer.alloc(0), 400, 'malformed-request'],
    ['that is none', Buffer.from(CSV), 400, 'malformed-request'],
    [
      'of another boundary',
      form({ content: CSV }),
      400,
      'malformed-request',
      other('multipart/form-data; boundary=another'),
    ],
    ['without a boundary', form({ content: CSV }), 400, 'malformed-request', other('multipart/form-data')],
    [
      'of an endless boundary',
      form({ content: CSV }),
      400,
      'malformed-request',
      other(`multipart/form-data; boundary=${'x'.repeat(71)}`),
    ],
    ['cut off in the head', Buffer.from(head), 400, 'malformed-request'],
    ['with an endless head', Buffer.from(`${head}${'X-A: b\r\n'.repeat(10_000)}`), 400, 'malformed-request'],
    [
      'with an endless preamble',
      Buffer.concat([Buffer.alloc(MEBIBYTE, 'x'), form({ content: CSV })]),
      400,
      'malformed-request',
    ],
    [
      'with a part without a name',
      Buffer.from(`--${BOUNDARY}\r\nX-A: b\r\n\r\n${CSV}\r\n--${BOUNDARY}--`),
      422,
      'file unknown-field',
    ],
    ['cut off in the file', form({ content: CSV }).subarray(0, -END.length), 422, 'file malformed-file'],
    ['cut off in its end', form({ content: CSV }).subarray(0, -5), 422, 'file malformed-file'],
    [
      'with something behind its end',
      Buffer.concat([form({ content: CSV }), Buffer.from('Сталкер,1979\n')]),
      422,
      'file malformed-file',
    ],
    [
      'with a part that has no head',
      Buffer.concat([partOf({ content: CSV }), Buffer.from(`--${BOUNDARY}\r\nx\r\n`), END]),
      422,
      'file malformed-file',
    ],
    ['with a file of another type', form({ content: CSV, type: 'image/png' }), 415, 'unsupported-media-type'],
    [
      'with a file in an unknown encoding',
      form({ content: CSV, type: 'text/csv; charset=klingon' }),
      415,
      'unsupported-media-type',
    ],
    [
      'with a file in base64',
      form({ content: 'dGl0bGU=', more: 'Content-Transfer-Encoding: base64\r\n' }),
      415,
      'unsupported-media-type',
    ],
    [
      'of another kind',
      form({ content: CSV }),
      415,
      'unsupported-media-type',
      other(`multipart/mixed; boundary=${BOUNDARY}`),
    ],
    ['with too large a file', form({ content: LONG_LIST }), 413, 'payload-too-large'],
    ['that is too large', form({ content: Buffer.alloc(11 * MEBIBYTE, 'x') }), 413, 'payload-too-large'],
    [
      'that becomes too large',
      gzipSync(form({ content: LONG_LIST.repeat(2) })),
      413,
      'payload-too-large',
      { ...FORM, 'Content-Encoding': 'gzip' },
    ],
    [
      'with bytes behind its compressed end',
      Buffer.concat([gzipSync(form({ content: CSV })), Buffer.from('x')]),
      422,
      'file malformed-file',
      { ...FORM, 'Content-Encoding': 'gzip' },
    ],
    [
      'compressed twice',
      gzipSync(gzipSync(form({ content: CSV }))),
      415,
      'unsupported-media-type',
      { ...FORM, 'Content-Encoding': 'gzip, gzip' },
    ],
  ])('%s', async (_, body, status, expected, headers = FORM) => {
    const answer = await start(body, headers);
    const { code, errors, token } = answer.body as {
      code: string;
      errors?: { field: string; code: string }[];
      token: string;
    };
    const told = errors ? errors.map((fault) => `${fault.field} ${fault.code}`).join() : code;
    expect([answer.status, told]).toEqual([status, expected]);
    // Nothing is left behind.
    expect((await app.call('GET', '/imports', { token })).body).toEqual([]);
    expect(
      (await app.call('POST', '/imports', { token, rawBody: CSV, headers: { 'Content-Type': 'text/csv' } })).status,
    ).toBe(202);
  });

  it('if its client disconnects at any moment, and leaves nothing', async () => {
    const { token } = await app.logIn();
    const whole = form({ content: CSV.repeat(20), type: 'text/csv' });
    const before = app.log.length;
    for (let at = 0; at < whole.length; at += 41) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => undefined);
      socket.write(
        `POST /imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${FORM['Content-Type']}\r\n` +
          `Content-Length: ${whole.length}\r\n\r\n`,
      );
      socket.write(whole.subarray(0, at));
      await nextTurn();
      socket.destroy();
      await once(socket, 'close');
    }
    const free = async () => (await app.call('GET', '/imports', { token })).body;
    await expect.poll(free, { timeout: 10_000 }).toEqual([]);
    expect(app.log.slice(before).filter(({ level }) => level === 'error')).toEqual([]);
  });
});

it('with the list of encodings if its encoding is unknown', async () => {
  const answer = await start(form({ content: CSV }), { ...FORM, 'Content-Encoding': 'compress' });
  expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br']);
});
