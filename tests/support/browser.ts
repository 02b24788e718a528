import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of Chromium: `CHROMIUM_PATH`, else the first one on the path. @throws Error on CI if there is none */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = process.env['CHROMIUM_PATH'] ?? places.find(isExecutable);
  if (found === undefined && process.env['CI']) throw new Error('CI has no Chromium: set CHROMIUM_PATH or install it');
  if (found === undefined)
    console.error('\n!!! NO CHROMIUM: no browser was played. Set CHROMIUM_PATH or install it.\n');
  return found;
}

/** Starts Chromium without a graphics card. `args`: further options of it. */
export async function startChromium(...args: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', ...args],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
