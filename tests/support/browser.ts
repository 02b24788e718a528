import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where this machine has Chromium: what `CHROMIUM_PATH` names, else the first on the path. On CI there must be one. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = process.env['CHROMIUM_PATH'] ?? places.find(isExecutable);
  if (found === undefined && process.env['CI']) throw new Error('CI has no Chromium: set CHROMIUM_PATH or install it');
  if (found === undefined)
    console.error('\n!!! NO CHROMIUM: no browser was played. Set CHROMIUM_PATH or install it.\n');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
