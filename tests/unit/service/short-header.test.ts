import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shortHeader } from '../../../src/adapters/http/input/short-header.ts';

const FOLDER = 'src/adapters/http';

/** Calls of Express that parse a whole header, each time. */
const PARSERS = /\.accepts(?:Languages|Encodings|Charsets)?\b/;

describe('shortHeader', () => {
  it('gives what browsers send, and leaves out what would take long to parse', () => {
    expect(['en-GB,en;q=0.9,ru;q=0.8', undefined, 'a,'.repeat(5_000)].map(shortHeader)).toEqual([
      'en-GB,en;q=0.9,ru;q=0.8',
      undefined,
      undefined,
    ]);
  });

  it('is asked wherever a header is parsed that negotiates', () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const sources = files.map((name) => ({ name, source: readFileSync(join(FOLDER, name), 'utf8') }));
    const parsing = sources.filter(({ source }) => PARSERS.test(source));
    expect(parsing.length).toBeGreaterThan(2);
    expect(parsing.filter(({ source }) => !source.includes('shortHeader('))).toEqual([]);
  });
});
