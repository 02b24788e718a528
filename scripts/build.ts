import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import type { build as bundle } from 'rolldown';
import { buildPage, PAGE_INPUTS } from './build-page.ts';

const CHECK = 'scripts/check-node.js';
const FOLDER = 'dist';
const BUNDLE = 'dist/service.js';
const LAUNCHER = 'dist/kinopolka.js';

/** `stamp`: a file that is written last, so that an interrupted build does not count. */
type Part = {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly stamp: string;
  readonly build: () => Promise<void>;
};

/** Built separately from the page, so that a change of one does not build the other again. */
const SERVICE: Part = {
  name: LAUNCHER,
  inputs: ['src', 'package-lock.json', 'tsconfig.json', 'rolldown.config.ts', CHECK],
  stamp: 'dist/.built',
  build: buildService,
};
const PAGE: Part = { name: 'dist/web', inputs: PAGE_INPUTS, stamp: 'dist/.built-web', build: buildPage };

/**
 * By default, V8 lets the heap grow before it collects garbage. Streaming 100,000 films took 180 MB more memory than
 * the idle service; with these options it takes 27 MB more, and the same time. V8 reads them only from the command
 * line.
 */
const SMALL_HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=20'];

/**
 * By default glibc keeps freed memory: it has an arena for each thread, and keeps large blocks on the heap after the
 * first of their size. With these variables the idle service takes 7 MB less. Other C libraries ignore them. The first
 * line of the launcher must stay below 127 characters, which is all that older kernels read.
 */
const SMALL_ARENAS = ['MALLOC_ARENA_MAX=1', 'MALLOC_MMAP_THRESHOLD_=131072'];

/** A failure that the operator can repair. Its message is shown without a stack trace. */
class Unbuildable extends Error {}

/** Builds the service and its web page into `dist/`. */
export async function build(parts: readonly Part[] = [SERVICE, PAGE]): Promise<void> {
  prepareFolder();
  await Promise.all(parts.map(buildPart));
}

/**
 * Builds only the parts that have a source newer than their last build. Without development dependencies, it keeps
 * existing builds. If there is none, it tries to build, and the error says what is missing.
 */
export async function buildIfStale(): Promise<void> {
  const canBuild = existsSync('node_modules/rolldown');
  const parts = [SERVICE, PAGE].filter((part) => isStale(part) && (canBuild || modifiedAt(part.stamp) === 0));
  if (parts.length > 0) await build(parts);
}

async function buildPart({ name, stamp, build: make }: Part): Promise<void> {
  const startedAt = performance.now();
  rmSync(stamp, { force: true });
  await make();
  writeFileSync(stamp, '');
  console.error(`built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function buildService(): Promise<void> {
  const rolldown = await bundler();
  const { default: config } = await import('../rolldown.config.ts');
  await rolldown.build(config);
  writeFileSync(BUNDLE, inAscii(readFileSync(BUNDLE, 'utf8')));
  writeFileSync(LAUNCHER, launcher());
  chmodSync(LAUNCHER, 0o755);
  writeFileSync('dist/revision', `${revision()}\n`);
}

function prepareFolder(): void {
  try {
    mkdirSync(FOLDER, { recursive: true });
    accessSync(FOLDER, constants.W_OK);
  } catch (error) {
    const { code = 'unknown fault' } = error as NodeJS.ErrnoException;
    throw new Unbuildable(
      `${resolve(FOLDER)} cannot be written (${code}). Run \`npm run build\` as the owner of this folder, then start again.`,
    );
  }
}

async function bundler(): Promise<{ build: typeof bundle }> {
  try {
    return await import('rolldown');
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split(/\.\s|\n/);
    throw new Unbuildable(
      `Nothing to build with (${reason}). Run \`npm ci\` with Node.js 20.19, 22.12 or newer, and without --omit=dev, --omit=optional.`,
    );
  }
}

/** A separate file, so that a Node.js that is too old to load the bundle can still say which version is needed. */
function launcher(): string {
  return `#!/usr/bin/env -S ${[...SMALL_ARENAS, 'node', ...SMALL_HEAP].join(' ')}\n${readFileSync(CHECK, 'utf8')}await import('./service.js');\n`;
}

/**
 * Writes letters outside of ASCII as escapes. V8 stores a source with two bytes per letter if it contains any letter
 * outside of Latin-1. Without Russian letters, the idle service takes 2.3 MB less. This runs after the bundler, which
 * would turn escapes into letters again. A `String.raw` must not contain such letters, because its text would change.
 */
function inAscii(source: string): string {
  return source.replace(/[^\0-\x7F]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The commit of the sources. An image is built without a repository, so `REVISION` gives it there. */
function revision(): string {
  const said = process.env['REVISION'];
  if (said) return said;
  const describe = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
  try {
    return execFileSync('git', describe, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

function isStale({ name, inputs, stamp }: Part): boolean {
  const builtAt = modifiedAt(stamp);
  return !existsSync(name) || inputs.some((path) => newestIn(path) >= builtAt);
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * The time of the newest change below the path. A folder's own time is that of the last file added, renamed or removed.
 */
function newestIn(path: string): number {
  const own = statSync(path, { throwIfNoEntry: false });
  if (!own?.isDirectory()) return own?.mtimeMs ?? 0;
  const names = readdirSync(path).filter((name) => name !== 'node_modules');
  return Math.max(own.mtimeMs, ...names.map((name) => newestIn(join(path, name))));
}

if (import.meta.main) {
  try {
    await (process.argv.includes('--if-stale') ? buildIfStale() : build());
  } catch (error) {
    if (!(error instanceof Unbuildable)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
