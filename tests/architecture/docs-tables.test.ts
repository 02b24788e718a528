import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const copy = mkdtempSync(join(tmpdir(), 'docs-tables-'));
cpSync('docs', join(copy, 'docs'), { recursive: true });

afterAll(() => rmSync(copy, { recursive: true }));

function checkTables(...folders: string[]): Promise<{ code: unknown; text: string }> {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [, ...words] = scripts['docs:tables']!.split(' ');
  return new Promise((resolve) => {
    execFile(process.execPath, [...words, '--check', ...folders], (failure, stdout, stderr) =>
      resolve({ code: failure?.code ?? 0, text: `${stdout}${stderr}` }),
    );
  });
}

function change(file: string, from: RegExp, to: string): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
}

describe('the tables of settings, metrics, permissions and problems', () => {
  it('are those of the code; those that differ are reported, with the command that writes them', async () => {
    change('docs/operate/settings.md', /\| `8080` \|/, '| `8081` |');
    change('docs/operate/monitoring.md', /\| `app_ready` \|.*\n/, '');
    change('docs/guide/access.md', /`GET \/genres`, /, '');
    change('docs/guide/problems.md', /\| 404 \| `movie-not-found`/, '| 410 | `movie-not-found`');
    change('docs/guide/problems.md', /\| `no-rows` \|.*\n/, '');
    change('docs/operate/reverse-proxy.md', /auth_request \/kinopolka-check;\n/, '');
    const planted = [
      'operate/settings.md: settings',
      'operate/monitoring.md: metrics',
      'guide/access.md: permissions',
      'guide/problems.md: problems',
      'guide/problems.md: faults',
      'operate/reverse-proxy.md: nginx',
    ];
    // In one process, because loading the source takes longer than everything else.
    expect(await checkTables('.', copy)).toEqual({
      code: 1,
      text: [
        ...planted.map((place) => join(copy, 'docs', place)),
        'The documentation differs from the code: run `npm run docs:tables`\n',
      ].join('\n'),
    });
  });
});
