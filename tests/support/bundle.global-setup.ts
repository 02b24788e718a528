import { buildIfStale } from '../../scripts/build.ts';

/**
 * Builds if necessary, because the tests in `tests/e2e` run the bundle in `dist/`, which must not be older than the
 * sources.
 */
export async function setup(): Promise<void> {
  await buildIfStale();
}
