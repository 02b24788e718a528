import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * A client may disconnect while its request waits for a statement, a body or a turn. A listener that is added after the
 * event is never called, so a counter is never reduced, or a place never freed.
 */
const LISTENS = /\b(?:res|response)\.(?:once|on)\('close'/;

/** Places that look first whether the answer is closed, or that add the listener when the request arrives. */
const KNOWN = ['output/once-closed.ts', 'server/connection-guard.ts', 'server/person-turns.ts'];

it('whoever waits for the end of an answer looks first whether it has ended', () => {
  const files = readdirSync('src/adapters/http', { recursive: true, encoding: 'utf8' });
  const found = files.filter(
    (name) => name.endsWith('.ts') && LISTENS.test(readFileSync(`src/adapters/http/${name}`, 'utf8')),
  );
  expect(found.toSorted()).toEqual(KNOWN);
});
