import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleClient } from '../../support/bundled-client.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { databaseWithFilms, startService } from '../../support/service-process.ts';

const PACKAGE = 'clients/typescript';
const MAX_BYTES = 6000;

/** The programs of its README. The first one has its imports, and the last one runs in a page. */
const programs = readFileSync(`${PACKAGE}/README.md`, 'utf8')
  .split('```ts\n')
  .slice(1)
  .map((part) => part.split('```')[0] ?? '');

const PRELUDE = `import { createClient, items, ProblemError, unwrap } from '@kinopolka/client';
const kinopolka = createClient({ baseUrl: '' });
void [items, ProblemError, unwrap];
`;

const MISUSES = `import { createClient, items, type Problem, unwrap } from '@kinopolka/client';
const client = createClient({ baseUrl: '', token: 'kpat_x' });
// @ts-expect-error no such path
await client.GET('/films');
// @ts-expect-error a number is wanted
await client.POST('/movies/favorites', { body: { kinopoisk_id: 'x' } });
// @ts-expect-error an alias
await client.POST('/login', { body: { login: 'neo', password: 'x' } });
// @ts-expect-error no list
items(client, '/user');
const genre = await unwrap(client.GET('/genres/{id}', { params: { path: { id: 1 } } }));
// @ts-expect-error no such field
genre.title;
const { error } = await client.GET('/genres/{id}', { params: { path: { id: 1 } } });
// @ts-expect-error no code of this operation
if (error?.code === 'username-taken') throw new Error(error.detail);
export const fields = (problem: Problem) => (problem.code === 'validation-failed' ? problem.errors.length : 0);
// @ts-expect-error only a refused input has them
export const errors = (problem: Problem) => problem.errors.length;
`;

describe('the package of the client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinopolka-client-'));
  const project = join(folder, 'project');
  const installed = join(project, 'node_modules/@kinopolka/client');
  let service: ServiceProcess;

  const link = (name: string) => symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));

  /** Runs a program without the variables of the surrounding npm, and without a registry. */
  const run = async (command: string, args: string[], cwd: string, environment: Record<string, string> = {}) => {
    const { PATH = '' } = process.env;
    const env = {
      PATH,
      HOME: folder,
      npm_config_offline: 'true',
      npm_config_cache: join(folder, 'cache'),
      ...environment,
    };
    const { stdout } = await promisify(execFile)(command, args, { cwd, env }).catch((error: unknown) => {
      throw new Error(`${command} ${args.join(' ')}\n${(error as { stdout?: string }).stdout}`, { cause: error });
    });
    return stdout;
  };

  beforeAll(async () => {
    mkdirSync(installed, { recursive: true });
    const starting = databaseWithFilms(folder).then(startService);
    await run('npm', ['pack', '--pack-destination', folder], PACKAGE);
    writeFileSync(join(project, 'package.json'), '{"private": true, "type": "module"}');
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    await run('tar', ['--extract', '--strip-components=1', '--file', join(folder, tarball)], installed);
    // The packages that npm would install with it, taken from this repository instead of the registry.
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) link(name);
    service = await starting;
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has what it needs, and nothing else', () => {
    expect(readdirSync(installed).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      exports: { '.': { types: string; default: string } };
    };
    const files = readdirSync(join(installed, 'dist')).map((name) => `./dist/${name}`);
    expect(files).toContain(exports['.'].types);
    expect(files).toContain(exports['.'].default);
  });

  it('runs the program of its README in an empty project', async () => {
    const [program = ''] = programs;
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(20);
    writeFileSync(join(project, 'program.ts'), program);
    // The second time, the account exists.
    const runProgram = () => run(process.execPath, ['program.ts'], project, { KINOPOLKA_URL: service.url });
    expect([await runProgram(), await runProgram()]).toEqual(['Матрица 1999\n', 'Матрица 1999\n']);
  });

  it('has types for every program of its README, and refuses wrong calls', async () => {
    expect(programs).toHaveLength(5);
    for (const [index, text] of programs.entries()) {
      writeFileSync(join(project, `readme-${index}.ts`), text.startsWith('import ') ? text : PRELUDE + text);
    }
    writeFileSync(join(project, 'misuses.ts'), MISUSES);
    // In a real project they would be dependencies from the registry.
    mkdirSync(join(project, 'node_modules/@types'));
    for (const name of ['@types/node', 'undici-types']) link(name);
    const compilerOptions = {
      ...{ strict: true, module: 'nodenext', target: 'es2022', types: ['node'], noEmit: true },
      // The types of the client were compiled for the package. If one of them were wrong, the wrong calls below would
      // compile.
      skipLibCheck: true,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    expect(await run(process.execPath, [resolve('node_modules/typescript/bin/tsc')], project)).toBe('');
  });

  it(`takes less than ${MAX_BYTES} bytes of a page, and less without a session`, async () => {
    const whole = await bundleClient(`export * from './src/index.ts'`);
    expect(gzipSync(whole).length).toBeLessThan(MAX_BYTES);
    expect(whole).toContain('/auth/login');
    const part = await bundleClient(`export { createClient } from './src/index.ts'`);
    expect(part).not.toContain('/auth/login');
    expect(part).not.toContain('getReader');
  });
});
