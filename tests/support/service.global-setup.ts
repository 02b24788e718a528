import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../../scripts/build.ts';
import type { PostgresOfRun } from './postgres-server.ts';
import { createDatabase } from './postgres-server.ts';
import { setup as startPostgres } from './postgres.global-setup.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name of a database with the bundled films, which tests copy. `undefined` without PostgreSQL. */
    templateWithFilms: string | undefined;
  }
}

/** The tests in `tests/e2e` run a new build of the bundle, most of them on PostgreSQL. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const [stop] = await Promise.all([startPostgres(project), buildIfStale()]);
  // Every project of Vitest loads this module again.
  const run = globalThis as { templateWithFilms?: Promise<string> };
  const { postgres } = project.getProvidedContext();
  if (postgres) project.provide('templateWithFilms', await (run.templateWithFilms ??= seed(postgres)));
  return async () => {
    delete run.templateWithFilms;
    await stop?.();
  };
}

async function seed(postgres: PostgresOfRun): Promise<string> {
  const url = await createDatabase(postgres, postgres.template);
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`;
  const env = { PATH, DATABASE_URL: url, AUTH_SECRET: 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy' };
  await promisify(execFile)(resolve('dist/kinopolka.js'), ['db:seed'], { env });
  return new URL(url).pathname.slice(1);
}
