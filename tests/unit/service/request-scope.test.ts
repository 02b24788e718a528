import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { requestIdOf } from '../../../src/adapters/http/server/request-scope.ts';

function idOf(offered: string): string {
  const req = new IncomingMessage(new Socket());
  req.headers['x-request-id'] = offered;
  return requestIdOf(req);
}

const OWN = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

it.each(['a'.repeat(8), 'a'.repeat(40), 'A-1.b_2c'])('a client may choose the request id %s', (offered) => {
  expect(idOf(offered)).toBe(offered);
});

it.each(['', 'a'.repeat(7), 'a'.repeat(41), 'with space', `${'a'.repeat(8)}\n`, 'кинополка'])(
  'the request id %j is replaced',
  (offered) => {
    expect(idOf(offered)).toMatch(OWN);
  },
);
