import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOf } from '../../support/documented-calls.ts';
import { assertDocumented } from '../../support/openapi-conformance.ts';
import type { DocumentedOperation, Media, Parameter } from '../../support/openapi-document.ts';
import { operations } from '../../support/openapi-document.ts';
import type { ServiceProcess, TokenPair } from '../../support/service-process.ts';
import { databaseWithFilms, runCommand, startService } from '../../support/service-process.ts';

const PASSWORD = 'correct horse battery staple';

const FIRST = ['registerUser', 'logIn', 'requestToken', 'addFavoriteMovie', 'createRole', 'putRestriction'];
const LAST = ['changeLogin', 'changePassword', 'deleteAccount', 'logOut'];

/**
 * Operations whose examples name something that a new installation does not have: ids of people, sessions, tokens and
 * imports.
 */
const ABOUT_SOMETHING_UNKNOWN = new Map([
  ...['getUser', 'changeUser', 'listUserPermissions', 'giveRole', 'takeRole', 'endUserSessions'].map(
    (id) => [id, 404] as const,
  ),
  ...['getImport', 'cancelImport', 'listImportRows', 'exportUnmatchedRows', 'chooseFilmOfRow', 'endSession'].map(
    (id) => [id, 404] as const,
  ),
  ['revokePersonalToken', 404],
  ['refreshSession', 401],
  ['refreshSessionAlias1', 401],
  // The name is taken at this point.
  ['registerUserAlias1', 409],
  // The password was changed before.
  ['deleteAccount', 403],
]);

/** A cursor belongs to one person. */
const WITHOUT_EXAMPLE = ['since'];

/** The operations of people who manage others. */
const FOR_MANAGERS = ['Access'];

const folder = mkdtempSync(join(tmpdir(), 'examples-'));

describe('the examples of the document, sent unchanged to a new service', () => {
  let service: ServiceProcess;
  let superuser = '';
  let neo = '';

  beforeAll(async () => {
    const database = await databaseWithFilms(folder);
    await runCommand(['superuser', '--username', 'morpheus'], database, PASSWORD);
    service = await startService(database);
    superuser = await tokenOf({ login: 'morpheus', password: PASSWORD });
  }, 120_000);
  afterAll(async () => {
    await service?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  async function tokenOf(credentials: unknown): Promise<string> {
    const answer = await service.call('POST', '/auth/login', { body: credentials });
    return ((await answer.json()) as TokenPair).access_token;
  }

  async function importsOf(): Promise<string[]> {
    const answer = await service.call('GET', '/imports', { token: neo });
    return ((await answer.json()) as { status: string }[]).map(({ status }) => status);
  }

  async function send({ method, path, operation }: DocumentedOperation, parameters: Parameter[], sent?: RequestInit) {
    const query = new URLSearchParams();
    const headers = new Headers(sent?.headers);
    let at = path;
    for (const { name, in: place, schema, example } of parameters) {
      for (const value of [example ?? schema['example']].flat()) {
        if (place === 'query') query.append(name, String(value));
        else if (place === 'header') headers.set(name, String(value));
        else at = at.replace(`{${name}}`, encodeURIComponent(String(value)));
      }
    }
    if (query.size > 0) at += `?${query}`;
    const isForManagers = FOR_MANAGERS.includes(operation.tags?.[0] ?? '') || /users|introspect|quota/.test(path);
    headers.set('Authorization', `Bearer ${isForManagers ? superuser : neo}`);
    const answer = await fetch(service.url + at, { ...sent, method: method.toUpperCase(), headers });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    const body: unknown = isJson ? JSON.parse(text) : text;
    const given = { status: answer.status, headers: answer.headers, text, body };
    assertDocumented(method, at, given);
    return answer.status;
  }

  it.each(inOrder())('work: $name', async (documented) => {
    const { operationId, parameters = [], requestBody } = documented.operation;
    if (operationId === 'logIn') neo = await tokenOf(exampleOf(requestBody!.content!['application/json']!.schema));
    const shown = parameters.filter(({ name }) => !WITHOUT_EXAMPLE.includes(name));
    const calls = [
      parameters.filter(({ required }) => required === true),
      ...(shown.some(({ required }) => required !== true) ? [shown] : []),
    ];
    const bodies = Object.entries(requestBody?.content ?? { none: undefined });
    for (const [type, media] of bodies)
      for (const call of calls) {
        if (operationId === 'startImport') await expect.poll(importsOf).not.toContain('running');
        const status = await send(documented, call, media && bodyOf(type, media));
        const expected = ABOUT_SOMETHING_UNKNOWN.get(operationId) ?? 200;
        const isExpected = expected === 200 ? status < 300 : status === expected;
        expect({ call, type, status, isExpected }).toMatchObject({ isExpected: true });
      }
  });
});

function inOrder(): DocumentedOperation[] {
  const placeOf = ({ operation: { operationId, deprecated } }: DocumentedOperation) => {
    const [first, last] = [FIRST.indexOf(operationId), LAST.indexOf(operationId)];
    if (first >= 0) return first - FIRST.length;
    if (last >= 0) return last + 2;
    return deprecated ? 1 : 0;
  };
  return operations.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function bodyOf(type: string, { schema, example }: Media): RequestInit {
  const value = example ?? exampleOf(schema);
  if (type === 'multipart/form-data') {
    const { file } = value as { file: string };
    const form = new FormData();
    form.set('file', new File([file], 'films.csv'));
    return { body: form };
  }
  if (type === 'application/x-www-form-urlencoded')
    return { body: new URLSearchParams(value as Record<string, string>) };
  const body = type === 'application/json' ? JSON.stringify(value) : (value as string);
  return { body, headers: { 'Content-Type': type } };
}
