import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnrichMovie } from '../../../src/application/films/upstream/enrich-movie.ts';
import { PurgeCachedAnswers } from '../../../src/application/films/upstream/purge-cached-answers.ts';
import { PurgeImports } from '../../../src/application/imports/purge-imports.ts';
import { PurgeExpired } from '../../../src/application/sessions/purge-expired.ts';
import { seedBundledFilms } from '../../../src/bootstrap/service.ts';
import { THE_SERVICE } from '../../../src/domain/access/actor.ts';
import type { TestApp } from '../../support/test-app.ts';
import { startTestApp } from '../../support/test-app.ts';

const going = { stopping: { aborted: false } };

describe('the log shows the work of background jobs: ', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const get = <T>(useCase: new (...parts: never[]) => T) => app.service.container.get<T>(useCase);

  it.each([
    [
      'loaded films',
      'seedCatalogue',
      () => seedBundledFilms(app.service, THE_SERVICE),
      { added: 300, completed: 0, known: 300 },
    ],
    [
      'a completed film',
      'enrichMovie',
      () => get(EnrichMovie).execute(THE_SERVICE, { kinopoiskId: 301 }),
      { kinopoisk_id: 301 },
    ],
    [
      'purged answers',
      'purgeCachedAnswers',
      () => get(PurgeCachedAnswers).execute(THE_SERVICE, going),
      { searches: 0, unknown_films: 0 },
    ],
    ['purged imports', 'purgeImports', () => get(PurgeImports).execute(THE_SERVICE, going), { imports: 0 }],
    [
      'purged expired rows',
      'purgeExpired',
      () => get(PurgeExpired).execute(THE_SERVICE, going),
      { sessions: 0, logins: 0, removals: 0 },
    ],
  ])('%s', async (_, operation, work, details) => {
    await work();
    expect(app.log.at(-1)).toMatchObject({ operation, status: 'ok', actor: 'system', details });
  });
});
