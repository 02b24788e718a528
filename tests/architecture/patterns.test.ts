import { globSync, readFileSync } from 'node:fs';
import { analyse } from 'scslre';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Patterns that take quadratic time for some text, and why they never see it. */
const ALLOWED = [
  // At most 60 characters.
  'src/adapters/files/cell-values.ts: /^\\(?(\\d{4})(?:[.,]0+)?\\)?(?:\\s*(?:г\\.?|гг\\.?|год))?(?:\\s*[-–—/]\\s*(?:\\d{2,4}|\\.{3}|…)?)?(?:\\s*(?:г\\.?|гг\\.?))?$/',
  // A URL has no line break, so the rest up to the end always matches.
  'src/adapters/http/output/base-url.ts: /\\?.*$/s',
  'src/adapters/http/problems/error-form.ts: /(?:\\/?\\?.*|\\/)$/',
  'src/adapters/http/server/app.ts: /^https?:\\/\\/[^/?#]*(.*)$/i',
  'src/adapters/http/service/page.ts: /[?#].*$/s',
  // Settings of the operator.
  'src/adapters/kinopoisk/kinopoisk-http.ts: /\\/+$/',
  'src/bootstrap/settings/secret-text.ts: /(?:\\r?\\n)+$/',
  'src/bootstrap/settings/settings-schema.ts: /\\/+$/',
];

/** The patterns in the code that take more than linear time for some text. `count`: of all patterns. */
function slowPatternsIn(path: string, code: string): { slow: string[]; count: number } {
  const [slow, file]: [string[], ts.SourceFile] = [[], ts.createSourceFile(path, code, ts.ScriptTarget.Latest)];
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      count += 1;
      const end = node.text.lastIndexOf('/');
      const { reports } = analyse({ source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
      if (reports.length > 0) slow.push(`${path}: ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { slow, count };
}

describe('a pattern that takes quadratic time', () => {
  it('is nowhere in the source', () => {
    const found = globSync('src/**/*.ts').map((path) => slowPatternsIn(path, readFileSync(path, 'utf8')));
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(150);
    expect(found.flatMap(({ slow }) => slow).toSorted()).toEqual(ALLOWED.toSorted());
  });

  it.each([
    ['blanks around a mark', String.raw`/^a\s*=?\s*b/`],
    ['a repeated beginning', String.raw`/[^@]+@/`],
    ['repetitions in a repetition', String.raw`/^(?:a+)+$/`],
  ])('is found when it is planted: %s', (_, pattern) => {
    expect(slowPatternsIn('planted.ts', `export const planted = ${pattern};`).slow).toHaveLength(1);
  });
});
