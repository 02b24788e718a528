import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export const PAGE_INPUTS = ['web', 'clients/typescript/src', 'package-lock.json', 'tsconfig.json'];

const CONFIG = 'web/vite.config.ts';
const FOLDER = 'dist/web';

/** Other files, such as pictures and fonts, are compressed already. */
const COMPRESSIBLE = new Set(['.js', '.css', '.svg', '.json', '.webmanifest']);

/** In bytes. A shorter file fits into one packet uncompressed. */
const MIN_LENGTH = 1400;

/**
 * Builds the web page into `dist/web`, in a separate process, because Vite builds as `NODE_ENV` says, and tests set it.
 * @throws Error with what Vite wrote
 */
export async function buildPage(): Promise<void> {
  const command = [...viteCommand('build'), '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, command, { env: { ...process.env, NODE_ENV: 'production' } });
  for (const entry of readdirSync(FOLDER, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && COMPRESSIBLE.has(extname(entry.name))) compress(join(entry.parentPath, entry.name));
  }
}

/** The arguments for `node` that run Vite. */
export function viteCommand(name: 'build' | 'dev'): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve('vite/package.json'));
  return [join(folder, 'bin', 'vite.js'), name, '--config', CONFIG];
}

/** Compresses once at build time, with the best level, which would be too slow during a request. */
function compress(file: string): void {
  const bytes = readFileSync(file);
  if (bytes.length < MIN_LENGTH) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
