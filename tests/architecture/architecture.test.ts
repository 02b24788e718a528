import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const SUBJECTS = ['accounts', 'sessions', 'access', 'films', 'shelf', 'imports', 'service'];

/** The folders of a layer, besides its subjects. Health and keys have no rules in the domain. */
const LAYERS: readonly { layer: string; subjects?: readonly string[]; rest: readonly string[] }[] = [
  { layer: 'src/domain', subjects: SUBJECTS.filter((subject) => subject !== 'service'), rest: ['shared'] },
  { layer: 'src/application', rest: ['shared'] },
  { layer: 'src/adapters/http', rest: ['server', 'routing', 'input', 'output', 'problems'] },
  { layer: 'src/adapters/persistence', rest: ['engine'] },
];

/** The rules name these folders. */
const ROOMS = LAYERS.flatMap(({ layer, subjects = SUBJECTS, rest }) =>
  [...subjects, ...rest].map((room) => `${layer}/${room}`),
);

const SOURCES = ['src', 'clients/typescript/src', 'web/src'];

const MAX_FILES_IN_FOLDER = 16;

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
    rule: 'http-kit-knows-no-feature',
    files: {
      'src/adapters/http/input/a.ts': `import '../../../application/films/b.ts';`,
      'src/application/films/b.ts': '',
    },
  },
  {
    rule: 'http-kit-knows-no-feature',
    files: { 'src/adapters/http/server/a.ts': `import '../films/b.view.ts';`, 'src/adapters/http/films/b.view.ts': '' },
  },
  {
    rule: 'http-kit-knows-no-feature',
    files: { 'src/adapters/http/output/a.ts': `import '../api.ts';`, 'src/adapters/http/api.ts': '' },
  },
  {
    rule: 'http-kit-knows-no-feature',
    files: {
      'src/adapters/http/problems/a.ts': `import type { B } from '../../../domain/imports/b.ts';`,
      'src/domain/imports/b.ts': '',
    },
  },
  {
    rule: 'http-subjects-share-only-views',
    files: {
      'src/adapters/http/accounts/a.ts': `import '../shelf/shelf.routes.ts';`,
      'src/adapters/http/shelf/shelf.routes.ts': '',
    },
  },
  {
    rule: 'persistence-subjects-share-only-tables-and-rows',
    files: {
      'src/adapters/persistence/accounts/a.ts': `import '../shelf/drizzle-b.ts';`,
      'src/adapters/persistence/shelf/drizzle-b.ts': '',
    },
  },
  {
    rule: 'persistence-engine-knows-no-subject',
    files: {
      'src/adapters/persistence/engine/a.ts': `import '../films/films-tables.ts';`,
      'src/adapters/persistence/films/films-tables.ts': '',
    },
  },
  { rule: 'only-persistence-knows-drizzle', files: { 'src/bootstrap/a.ts': `import 'drizzle-orm';` } },
  {
    rule: 'sockets-only-at-the-edge',
    files: { 'src/adapters/security/a.ts': `import { isIP } from 'node:net';` },
  },
  {
    rule: 'addresses-only-at-the-edge',
    files: { 'src/adapters/http/server/a.ts': `import 'ipaddr.js';` },
  },
  {
    rule: 'addresses-only-at-the-edge',
    files: { 'src/adapters/persistence/sessions/a.ts': `import 'ipaddr.js/lib/ipaddr.js';` },
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
    rule: 'page-knows-only-itself-and-the-client',
    files: { 'web/src/a.tsx': `import '../../src/domain/b.ts';`, 'src/domain/b.ts': '' },
  },
  {
    rule: 'client-knows-only-itself',
    files: { 'clients/typescript/src/a.ts': `import { readFileSync } from 'node:fs';` },
  },
  {
    rule: 'client-knows-only-itself',
    files: { 'clients/typescript/src/a.ts': `import '../../../src/domain/b.ts';`, 'src/domain/b.ts': '' },
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
  it.each(['src/domain', 'src/application', 'src/bootstrap', ...adapters, ...ROOMS, ...SOURCES])(
    'has modules in %s',
    (folder) => {
      const read = result.modules.filter(({ source }) => source.startsWith(`${folder}/`));
      expect(read.length).toBeGreaterThan(0);
    },
  );

  it.each(LAYERS)('has the planned folders in $layer, and no others', ({ layer, subjects = SUBJECTS, rest }) => {
    expect(foldersIn(layer).toSorted()).toEqual([...subjects, ...rest].toSorted());
  });

  it('binds each subject in a module of its own', () => {
    const modules = readdirSync('src/bootstrap/modules').toSorted();
    expect(modules).toEqual(['module', ...SUBJECTS].map((name) => `${name}.ts`).toSorted());
  });

  it(`has at most ${MAX_FILES_IN_FOLDER} files in a folder`, () => {
    const folders = SOURCES.flatMap((source) => [
      source,
      ...foldersIn(source, { recursive: true }).map((name) => `${source}/${name}`),
    ]);
    expect(folders).toEqual(expect.arrayContaining(['src/adapters/http/server', 'web/src/shared/api']));
    const files = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(folders.filter((folder) => files(folder).length > MAX_FILES_IN_FOLDER)).toEqual([]);
  });

  it('is read completely', () => {
    const files = SOURCES.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    );
    const modules = files.filter((name) => /\.tsx?$/.test(name));
    const read = new Set(result.modules.map(({ source }) => source));
    expect(modules.filter((name) => !read.has(name))).toEqual([]);
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
  const folders = SOURCES.filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, { ...options, baseDir: root, validate: true }, undefined, { tsConfig });
  return output as ICruiseResult;
}

function foldersIn(folder: string, { recursive = false } = {}): string[] {
  return readdirSync(folder, { recursive, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function violationsIn({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** Creates a source tree outside of the project. */
function plant(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'architecture-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
