/**
 * What there is no way around: a bare HTTP server that verifies the token of each request and runs the statements of the
 * service through postgres.js. A process of its own, started by `rig.ts`.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import postgres from 'postgres';
import { deriveSigningKeys } from '../src/adapters/security/signing-keys.ts';
import { give, taken } from './child.ts';
import type { Statement } from './recorded-statements.ts';
import { CALLER } from './recorded-statements.ts';

/** `statements`: what each path runs; its last rows are the answer, and a path without any is answered 204. */
export type FloorTask = {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly authSecret: string;
  readonly statements: Readonly<Record<string, readonly Statement[]>>;
};

const { databaseUrl, poolSize, authSecret, statements } = (await taken()) as FloorTask;
const { publicKey } = deriveSigningKeys(authSecret).current.accessToken.ES256;
const sql = postgres(databaseUrl, { max: poolSize, fetch_types: false });
const claims = { issuer: 'kinopolka', audience: 'kinopolka', typ: 'at+jwt', algorithms: ['ES256'] };

const server = createServer((req, res) => {
  answer(req, res).catch((error: unknown) => {
    res.writeHead(500).end(String(error));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
give({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
process.once('disconnect', () => process.exit());

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const token = req.headers.authorization?.replace('Bearer ', '') ?? '';
  const { payload } = await jwtVerify(token, publicKey, claims);
  const toRun = statements[req.url ?? ''];
  if (toRun === undefined) {
    res.writeHead(404).end();
    return;
  }
  let rows: unknown;
  for (const { text, values } of toRun) {
    const theirs = values.map((value) =>
      typeof value === 'string' ? value.replaceAll(CALLER, payload.sub ?? '') : value,
    );
    rows = await sql.unsafe(text, theirs as never[], { prepare: true });
  }
  if (rows === undefined) res.writeHead(204).end();
  else res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(rows));
}
