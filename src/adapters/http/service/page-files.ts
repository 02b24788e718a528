import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import type { Coding } from '../output/compression.ts';

/**
 * A file of the page, with the compressed forms that the build has written. `path`: relative to the folder, with `/`.
 */
export type PageFile = {
  readonly path: string;
  /** With its dot, such as `.js`. */
  readonly extension: string;
  readonly bytes: Buffer;
  readonly compressed: Readonly<Partial<Record<Coding, Buffer>>>;
  /** A hash of the content. */
  readonly version: string;
};

/** Endings of compressed forms. */
const CODINGS: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };

/** Reads all files of the page into memory. They are small, and so no request has to read from the file system. */
export function readPageFiles(folder: string): PageFile[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  const isCompressed = (path: string) => Object.values(CODINGS).includes(extname(path));
  return paths.filter((path) => !isCompressed(path)).map((path) => readPageFile(folder, path));
}

function readPageFile(folder: string, file: string): PageFile {
  const compressed = Object.entries(CODINGS).flatMap(([coding, ending]) =>
    existsSync(file + ending) ? [[coding, readFileSync(file + ending)] as const] : [],
  );
  const path = file.slice(join(folder, sep).length).split(sep).join('/');
  return pageFile(path, readFileSync(file), Object.fromEntries(compressed));
}

export function pageFile(path: string, bytes: Buffer, compressed: PageFile['compressed'] = {}): PageFile {
  const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return { path, extension: extname(path), bytes, compressed, version };
}
