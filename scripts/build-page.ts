import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export const PAGE_INPUTS = ['web', 'clients/typescript/src', 'package-lock.json', 'tsconfig.json'];

const CONFIG = 'web/vite.config.ts';
const FOLDER = 'dist/web';

/** Pictures and fonts are compressed in themselves. */
const COMPRESSIBLE = new Set(['.js', '.css', '.svg', '.json', '.webmanifest']);

/** A shorter file fits into one packet as it is. */
const MIN_LENGTH = 1400;

/**
 * Builds the web page into `dist/web`. In a process of its own: Vite takes `NODE_ENV` for how to build, and tests set it.
 * @throws Error with what Vite wrote
 */
export async function buildPage(): Promise<void> {
  const command = [...viteCommand('build'), '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, command, { env: { ...process.env, NODE_ENV: 'production' } });
  for (const entry of readdirSync(FOLDER, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && COMPRESSIBLE.has(extname(entry.name))) compress(join(entry.parentPath, entry.name));
  }
}

/** What `node` runs: Vite's own command. */
export function viteCommand(name: 'build' | 'dev'): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve('vite/package.json'));
  return [join(folder, 'bin', 'vite.js'), name, '--config', CONFIG];
}

/** Once, and better than there would be time for during a request. */
function compress(file: string): void {
  const bytes = readFileSync(file);
  if (bytes.length < MIN_LENGTH) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
