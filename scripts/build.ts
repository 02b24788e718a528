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

/** `stamp` is written last, so that a build cut short counts as none. */
type Part = {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly stamp: string;
  readonly build: () => Promise<void>;
};

/** Each is built by itself: a change of the page does not bundle the service again. */
const SERVICE: Part = {
  name: LAUNCHER,
  inputs: ['src', 'package-lock.json', 'tsconfig.json', 'rolldown.config.ts', CHECK],
  stamp: 'dist/.built',
  build: buildService,
};
const PAGE: Part = { name: 'dist/web', inputs: PAGE_INPUTS, stamp: 'dist/.built-web', build: buildPage };

/**
 * V8 would rather take memory than collect what is done with: streaming 100 thousand films took 180 MB more than idling,
 * with these 27 MB, at the same pace. They count only on the command line, before V8 starts.
 */
const SMALL_HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=20'];

/**
 * glibc would keep much of what is freed: an arena for each thread, and larger blocks on the heap once it has seen them.
 * With these, the idle service takes 7 MB less. Other C libraries ignore them. The first line must stay below 127
 * characters, which is all that older kernels read.
 */
const SMALL_ARENAS = ['MALLOC_ARENA_MAX=1', 'MALLOC_MMAP_THRESHOLD_=131072'];

/** What an operator can mend; the message is for them. */
class Unbuildable extends Error {}

/** Builds the service and its web page into `dist/`. */
export async function build(parts: readonly Part[] = [SERVICE, PAGE]): Promise<void> {
  prepareFolder();
  await Promise.all(parts.map(buildPart));
}

/**
 * Builds only what has a source newer than its last build. Without development dependencies there is nothing to build with,
 * so what there is is used.
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

/** A file of its own, so that a Node.js that cannot link the bundle says which one is needed. */
function launcher(): string {
  return `#!/usr/bin/env -S ${[...SMALL_ARENAS, 'node', ...SMALL_HEAP].join(' ')}\n${readFileSync(CHECK, 'utf8')}await import('./service.js');\n`;
}

/**
 * V8 holds a source with a single letter beyond Latin-1 at two bytes a letter: with Russian texts written as escapes the idle
 * service takes 2.3 MB less. It would change what `String.raw` is given. The bundler's own printer takes such escapes back.
 */
function inAscii(source: string): string {
  return source.replace(/[^\0-\x7F]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The commit the sources are of; in an image, where there is no repository, `REVISION` says it. */
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

/** Folders count too: theirs is the time of the last file added, renamed or removed. */
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
