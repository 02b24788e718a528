import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestStandIn } from '../../support/ingest-stand-in.ts';
import { startIngestStandIn } from '../../support/ingest-stand-in.ts';

const program = fileURLToPath(new URL('../../support/uncaught.ts', import.meta.url));

describe('an uncaught fault', () => {
  let ingest: IngestStandIn;
  beforeAll(async () => {
    ingest = await startIngestStandIn();
  });
  afterAll(() => ingest.close());

  const run = (how: string[], environment: Record<string, string>) =>
    new Promise<{ code: unknown; lines: unknown[]; stderr: string }>((resolve) => {
      const args = ['--experimental-transform-types', '--no-warnings', program, ...how];
      execFile(process.execPath, args, { env: environment }, (error, stdout, stderr) => {
        const lines = stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown);
        resolve({ code: error?.code ?? 0, lines, stderr });
      });
    });

  it.each([
    ['thrown', 'nobody caught this'],
    ['rejected', 'nobody awaited this'],
  ])('that is %s is logged and reported, and a sound process continues', async (how, message) => {
    ingest.events.length = 0;
    const { code, lines, stderr } = await run([how, 'sound'], { SENTRY_DSN: ingest.dsn });
    expect([code, stderr]).toEqual([0, '']);
    expect(lines).toMatchObject([{ level: 'error', cause: { name: 'TypeError', message } }, { message: 'goes on' }]);
    expect(ingest.events).toMatchObject([
      { level: 'fatal', exception: { values: [{ type: 'TypeError', value: message }] } },
    ]);
  });

  it.each(['unsound', 'broken'])('ends a process that is %s, after it has drained', async (state) => {
    const { code, lines } = await run(['thrown', state], {});
    expect(code).toBe(1);
    expect(lines).toMatchObject([{ level: 'error' }, { level: 'error' }, { message: 'drained' }]);
  });

  it('ends such a process even if the report gets no answer', async () => {
    ingest.answerWith(undefined);
    const { code } = await run(['thrown', 'unsound'], { SENTRY_DSN: ingest.dsn });
    expect(code).toBe(1);
    ingest.answerWith(200);
  });
});
