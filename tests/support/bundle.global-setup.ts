import { buildIfStale } from '../../scripts/build.ts';

/** The tests in `tests/e2e` run what is shipped: the bundle in `dist/`, never an old one. */
export async function setup(): Promise<void> {
  await buildIfStale();
}
