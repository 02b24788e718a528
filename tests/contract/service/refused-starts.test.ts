import { describe, expect, inject, it } from 'vitest';
import { reasonOf } from '../../../src/adapters/cli/reason-of.ts';
import { withoutCredentials } from '../../../src/adapters/observability/without-credentials.ts';
import { openStorage } from '../../../src/bootstrap/service.ts';
import { loadSettings } from '../../../src/bootstrap/settings/load-settings.ts';
import { emptyDatabaseUrl } from '../../support/database.ts';
import { onServer } from '../../support/postgres-server.ts';

const AUTH_SECRET = 'mT7wQz3LkV9xRb5YnC1hGd8JfPs2UaEo4iZy';

async function refusalOf(DATABASE_URL: string): Promise<string> {
  const storage = await openStorage(loadSettings({ DATABASE_URL, AUTH_SECRET }));
  try {
    await storage.migrate();
    return 'started';
  } catch (error) {
    return reasonOf(error, withoutCredentials);
  } finally {
    await storage.close();
  }
}

// `tests/e2e/service/starting.test.ts` tests that a process prints these messages.
describe.runIf(inject('postgres'))('a start on PostgreSQL', () => {
  it('reports that the database is missing, or has tables of another program', async () => {
    const url = await emptyDatabaseUrl();
    expect(await refusalOf(`${url}_not`)).toMatch(/^PostgreSQL has no such database: /);
    await onServer(url, (sql) => sql.unsafe('create table users (name text)'));
    expect(await refusalOf(url)).toMatch(
      /^The database has tables of another program \(relation "users" already exists\)\./,
    );
  });
});
