import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readTextFile, UnusableFile } from './secret-text.ts';

/** A quoted value may span several lines. */
const QUOTED = /=[^\S\n]*(["'`])[\s\S]*?\1/g;
const UNDERSTOOD = /^\s*(?:#.*|(?:export\s+)?[\w.-]+\s*=.*)?$/;

/**
 * The variables of a file in the format of Node's `--env-file`, if it exists. Lines that Node would ignore are added to
 * the faults.
 */
export function environmentFile(path: string, faults: string[]): Readonly<Record<string, string | undefined>> {
  if (!existsSync(path)) return {};
  try {
    const text = readTextFile(path);
    const lines = text.replace(QUOTED, (quoted) => quoted.replace(/[^\n]/g, '=')).split(/\r?\n/);
    for (const [at, line] of lines.entries())
      if (!UNDERSTOOD.test(line) && !/^=+$/.test(line)) faults.push(`${path}: line ${at + 1} is not NAME=value`);
    return parseEnv(text);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    faults.push(`${path}: ${error.message}`);
    return {};
  }
}
