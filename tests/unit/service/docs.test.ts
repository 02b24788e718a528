import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CommandLine } from '../../../src/adapters/cli/command-line.ts';
import { createProgram } from '../../../src/adapters/cli/program.ts';
import type { MarkdownPage } from '../../support/markdown.ts';
import { readMarkdown } from '../../support/markdown.ts';

const FILES = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', 'clients/*/README.md', 'web/README.md']).toSorted();
const pages = new Map(FILES.map((file) => [file, readMarkdown(file)]));
const commands = createProgram({ version: '0', formats: ['json'] } as unknown as CommandLine).commands.map((command) =>
  command.name(),
);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The file and the heading to which a link of a page leads. `undefined` for links to other sites. */
function targetOf(file: string, link: string): { file: string; anchor: string | undefined } | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  return { file: path === '' ? file : normalize(join(dirname(file), path)), anchor };
}

function isBroken(file: string, link: string): boolean {
  const target = targetOf(file, link);
  if (target === undefined) return false;
  if (!existsSync(target.file)) return true;
  return target.anchor !== undefined && !readMarkdown(target.file).anchors.has(target.anchor);
}

function unknownCommands(code: string): string[] {
  const run = Array.from(code.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g), ([, name]) => name!);
  const short = Array.from(code.matchAll(/\bnpm (start|test)\b/g), ([, name]) => name!);
  const own = Array.from(
    code.matchAll(/(?<![/\w-])kinopolka (?:-- )?(?!kinopolka\b)([a-z][\w:]*)/g),
    ([, name]) => name!,
  );
  return [
    ...[...run, ...short].filter((name) => !Object.hasOwn(scripts, name)).map((name) => `npm run ${name}`),
    ...own.filter((name) => !commands.includes(name)).map((name) => `kinopolka ${name}`),
  ];
}

function missingPath(code: string): string[] {
  const isPath = /^(?:src|tests|scripts|docs|monitoring|bench|deploy|drizzle|seed)\/[\w./-]+$/.test(code);
  return isPath && !existsSync(code) ? [code] : [];
}

const places = (find: (file: string, page: MarkdownPage) => readonly string[]) =>
  [...pages].flatMap(([file, page]) => find(file, page).map((found) => `${file}: ${found}`));

describe('the documentation', () => {
  it('has a README of at most 8 kB', () => {
    expect(statSync('README.md').size).toBeLessThanOrEqual(8192);
  });

  it('has no link to a missing file or heading', () => {
    expect(places((file, { links }) => links.filter((link) => isBroken(file, link)))).toEqual([]);
  });

  it('can be reached from the README, page by page', () => {
    const reached = new Set(['README.md']);
    // The set grows during the loop.
    for (const file of reached)
      for (const link of pages.get(file)?.links ?? []) {
        const target = targetOf(file, link)?.file;
        if (target !== undefined && pages.has(target)) reached.add(target);
      }
    expect(FILES.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('names no missing command', () => {
    expect(places((_file, { code }) => code.flatMap(unknownCommands))).toEqual([]);
  });

  it('names no missing file of the source', () => {
    expect(places((_file, { code }) => code.flatMap(missingPath))).toEqual([]);
  });
});

describe('these tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('find planted faults', () => {
    const file = join(folder, 'page.md');
    const text = [
      '# One (two), `three`!',
      '[good](#one-two-three) [bad](#one) [bad](none.md) [elsewhere](https://films.example/#x) `[code](none.md)`',
      '```sh\nnpm run nothing && npm run kinopolka -- nowhere\ndocker compose exec kinopolka kinopolka serve\n```',
      '`src/none.ts` `npm run bench` `kinopolka explode`',
    ];
    writeFileSync(file, text.join('\n'));
    const { links, code } = readMarkdown(file);
    expect(links.filter((link) => isBroken(file, link))).toEqual(['#one', 'none.md']);
    expect(code.flatMap(unknownCommands)).toEqual(['npm run nothing', 'kinopolka nowhere', 'kinopolka explode']);
    expect(code.flatMap(missingPath)).toEqual(['src/none.ts']);
  });
});
