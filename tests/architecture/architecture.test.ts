import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const adapters = readdirSync('src/adapters').map((name) => `src/adapters/${name}`);

const planted: readonly { rule: string; files: Record<string, string> }[] = [
  { rule: 'domain-knows-only-domain', files: { 'src/domain/a.ts': `import { randomUUID } from 'node:crypto';` } },
  {
    rule: 'domain-knows-only-domain',
    files: { 'src/domain/a.ts': `import type { B } from '../application/b.ts';`, 'src/application/b.ts': '' },
  },
  { rule: 'application-knows-only-domain-and-application', files: { 'src/application/a.ts': `import 'zod';` } },
  {
    rule: 'application-knows-only-domain-and-application',
    files: { 'src/application/a.ts': `import '../adapters/x/b.ts';`, 'src/adapters/x/b.ts': '' },
  },
  {
    rule: 'adapters-do-not-know-each-other',
    files: { 'src/adapters/x/a.ts': `import '../y/b.ts';`, 'src/adapters/y/b.ts': '' },
  },
  {
    rule: 'only-bootstrap-knows-bootstrap',
    files: { 'src/adapters/x/a.ts': `import '../../bootstrap/b.ts';`, 'src/bootstrap/b.ts': '' },
  },
  { rule: 'decorators-only-in-http-and-bootstrap', files: { 'src/adapters/x/a.ts': `import 'inversify';` } },
  {
    rule: 'source-knows-only-source',
    files: { 'src/adapters/x/a.ts': `import '../../../tests/b.ts';`, 'tests/b.ts': '' },
  },
  {
    rule: 'nothing-undeclared',
    files: { 'src/adapters/x/a.ts': `import 'b';`, 'node_modules/b/index.js': '', 'package.json': '{}' },
  },
  { rule: 'nothing-unresolvable', files: { 'src/adapters/x/a.ts': `import './b.ts';` } },
  { rule: 'no-cycles', files: { 'src/domain/a.ts': `import './b.ts';`, 'src/domain/b.ts': `import './a.ts';` } },
  { rule: 'no-orphans', files: { 'src/domain/a.ts': '' } },
];

describe('the source', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    result = await cruiseSource(process.cwd());
  });

  it('breaks no rule', () => {
    expect(violationsIn(result)).toEqual([]);
  });

  // A rule about a renamed folder, or a cruiser that cannot read TypeScript, would pass forever.
  it.each(['src/domain', 'src/application', 'src/bootstrap', ...adapters])('has modules in %s', (folder) => {
    const read = result.modules.filter(({ source }) => source.startsWith(`${folder}/`));
    expect(read.length).toBeGreaterThan(0);
  });

  it('is read whole', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const read = new Set(result.modules.map(({ source }) => source));
    expect(files.filter((name) => !read.has(`src/${name}`))).toEqual([]);
  });

  it.each(['src/domain', 'src/application'])('does not read the clock in %s', (folder) => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const readsClock = (name: string): boolean => /new Date\(\)/.test(readFileSync(join(folder, name), 'utf8'));
    expect(files.filter(readsClock)).toEqual([]);
  });
});

describe('a planted violation', () => {
  let root: string;

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it.each(planted)('of $rule is found', async ({ rule, files }) => {
    root = plant(files);
    const violations = violationsIn(await cruiseSource(root));
    expect(violations).toContainEqual(expect.stringContaining(`${rule}: ${Object.keys(files)[0]}`));
  });
});

describe('every rule', () => {
  it('has a planted violation', async () => {
    const { ruleSet } = await extractOptions('./.dependency-cruiser.cjs');
    const names = ruleSet?.forbidden?.map(({ name }) => name);
    expect(names).toEqual([...new Set(planted.map(({ rule }) => rule))]);
  });
});

async function cruiseSource(root: string): Promise<ICruiseResult> {
  const options = await extractOptions('./.dependency-cruiser.cjs');
  const tsConfig = extractTSConfig('./tsconfig.json');
  const { output } = await cruise(['src'], { ...options, baseDir: root, validate: true }, undefined, { tsConfig });
  return output as ICruiseResult;
}

function violationsIn({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** A source tree of its own, outside of the project. */
function plant(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'architecture-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
