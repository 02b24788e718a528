import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = ['src', 'package-lock.json', 'tsconfig.json', 'rolldown.config.ts'];
const BUNDLE = 'dist/kinopolka.js';
/** Written last, so that a build cut short counts as none. */
const STAMP = 'dist/.built';

/** Bundles the service into `dist/`. */
export async function build(): Promise<void> {
  const startedAt = performance.now();
  rmSync(STAMP, { force: true });
  const [rolldown, { default: config }] = await Promise.all([import('rolldown'), import('../rolldown.config.ts')]);
  await rolldown.build(config);
  writeFileSync(BUNDLE, inAscii(readFileSync(BUNDLE, 'utf8')));
  chmodSync(BUNDLE, 0o755);
  writeFileSync('dist/revision', `${revision()}\n`);
  writeFileSync(STAMP, '');
  console.error(`built ${BUNDLE} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** The same, but only when a source changed since the last build: a second start then takes no notice of it. */
export async function buildIfStale(): Promise<void> {
  const builtAt = modifiedAt(STAMP);
  if (modifiedAt(BUNDLE) === 0 || INPUTS.some((path) => newestIn(path) >= builtAt)) await build();
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

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Folders count too: theirs is the time of the last file added, renamed or removed. */
function newestIn(path: string): number {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

if (import.meta.main) await (process.argv.includes('--if-stale') ? buildIfStale() : build());
