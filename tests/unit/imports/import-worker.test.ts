import { beforeEach, describe, expect, it } from 'vitest';
import { FilmSourceQuotaSpent } from '../../../src/application/films/ports/film-source.ts';
import { AdvanceImport } from '../../../src/application/imports/advance-import.ts';
import { ImportWorker } from '../../../src/application/imports/import-worker.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import type { ListRow } from '../../../src/domain/imports/film-import.ts';
import { anonymous, aUserActor, operator } from '../../builders/actor.ts';
import { aListedFilm, aNewImport, importedAt, startImport } from '../../builders/film-import.ts';
import { anImportWork } from '../../builders/imports.ts';
import { aUser, uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';

const going = { aborted: false };
const [alice, bob] = [uuid(1), uuid(2)];
const bobs = { userId: bob, id: uuid(6001) };

let clock: FixedClock;
let source: InMemoryFilmSource;
let parts: Awaited<ReturnType<typeof anImportWork>>;
let advanceImport: AdvanceImport;
let job: ImportWorker;

beforeEach(async () => {
  clock = new FixedClock(importedAt);
  source = new InMemoryFilmSource(clock);
  const people = [alice, bob].map((id) => aUser({ id, username: null, email: `${id}@example.org` }));
  parts = await anImportWork({ clock, source, people });
  advanceImport = new AdvanceImport(parts.work, clock);
  job = new ImportWorker(parts.queue, advanceImport, clock, new NumberedIds());
});

/** This many rows for which the source has to be asked. */
const unknownRows = (name: string, count: number): ListRow[] =>
  Array.from({ length: count }, (_, at) => ({ film: aListedFilm({ titles: [`${name} ${at + 1}`], imdbId: null }) }));

const statuses = async () =>
  (await Promise.all([alice, bob].map((id) => parts.imports.list(id)))).flat().map(({ status }) => status);

describe('ImportWorker', () => {
  it('processes every import until there is nothing to do', async () => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 30));
    await startImport(parts.imports, aNewImport(bobs), unknownRows('Зеркало', 2));
    await job.run(going);
    expect(await statuses()).toEqual(['done', 'done']);
    expect(source.calls).toHaveLength(32);
    await job.run(going);
    expect(source.calls).toHaveLength(32);
  });

  it('makes a long import wait for a short one after a second of work', async () => {
    source.takesSeconds('search', 0.25);
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 30));
    await startImport(parts.imports, aNewImport(bobs), unknownRows('Зеркало', 1));
    await job.run(going);
    expect(source.calls.findIndex((call) => call.includes('зеркало'))).toBe(4);
    expect(source.calls).toHaveLength(31);
    expect(await statuses()).toEqual(['done', 'done']);
  });

  it('leaves a paused import alone until it may continue, and processes others meanwhile', async () => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 2));
    source.fails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 }));
    await job.run(going);
    const continuesAt = new Date(importedAt.getTime() + 3_600_000);
    expect(await parts.imports.list(alice)).toMatchObject([{ status: 'running', continuesAt }]);
    source.recovers();
    await startImport(parts.imports, aNewImport(bobs), unknownRows('Зеркало', 1));
    clock.advanceSeconds(3599);
    await job.run(going);
    expect(await statuses()).toEqual(['running', 'done']);
    clock.advanceSeconds(1);
    await job.run(going);
    expect(await parts.imports.list(alice)).toMatchObject([{ status: 'done', continuesAt: null }]);
  });

  it('takes nothing after a stop', async () => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 2));
    await job.run({ aborted: true });
    expect(source.calls).toEqual([]);
    expect(await parts.queue.take('another', clock.now())).toBeDefined();
  });

  it('releases the import at once when it is stopped', async () => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 5));
    const stopping = {
      get aborted() {
        return source.calls.length >= 2;
      },
    };
    await job.run(stopping);
    expect(source.calls).toHaveLength(2);
    expect(await parts.imports.list(alice)).toMatchObject([{ outcomes: { not_found: 2, waiting: 3 } }]);
    expect(await parts.queue.take('another', clock.now())).toMatchObject({ userId: alice, continuesAt: null });
  });

  it('gives each person turns, however slow each row is and whoever was first', async () => {
    source.takesSeconds('search', 7);
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 3));
    await startImport(parts.imports, aNewImport(bobs), unknownRows('Зеркало', 3));
    await job.run(going);
    expect(source.calls.map((call) => /солярис|зеркало/.exec(call)?.[0])).toEqual([
      ...['солярис', 'зеркало', 'солярис', 'зеркало', 'солярис', 'зеркало'],
    ]);
  });

  it('leaves an import that another worker has taken over', async () => {
    const slow = new (class extends InMemoryFilmSource {
      override async search(...question: Parameters<InMemoryFilmSource['search']>) {
        const found = await super.search(...question);
        clock.advanceSeconds(60);
        await parts.queue.take('second', clock.now());
        return found;
      }
    })(clock);
    parts = await anImportWork({ clock, source: slow });
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 2));
    await new ImportWorker(parts.queue, new AdvanceImport(parts.work, clock), clock, new NumberedIds()).run(going);
    expect(await parts.imports.list(alice)).toMatchObject([{ status: 'running', outcomes: { waiting: 2 } }]);
    expect(await parts.queue.take('third', clock.now())).toBeUndefined();
    clock.advanceSeconds(60);
    expect(await parts.queue.take('third', clock.now())).toBeDefined();
  });

  it('reports a fault of the service, tries the import again an hour later, and processes others meanwhile', async () => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 1));
    await startImport(parts.imports, aNewImport(bobs), [{ fault: 'film', text: 'what is no film' }]);
    const fault = new TypeError('x is undefined');
    source.fails(fault);
    await expect(job.run(going)).rejects.toBe(fault);
    expect(await statuses()).toEqual(['running', 'done']);
    source.recovers();
    clock.advanceSeconds(3599);
    await job.run(going);
    expect(await statuses()).toEqual(['running', 'done']);
    clock.advanceSeconds(1);
    await job.run(going);
    expect(await statuses()).toEqual(['done', 'done']);
  });

  it('tries the import again after its lease if the database was unavailable', async () => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 1));
    source.fails(new StorageUnavailable());
    await expect(job.run(going)).rejects.toThrow(StorageUnavailable);
    source.recovers();
    clock.advanceSeconds(59);
    await job.run(going);
    expect(await statuses()).toEqual(['running']);
    clock.advanceSeconds(1);
    await job.run(going);
    expect(await statuses()).toEqual(['done']);
  });
});

describe('AdvanceImport', () => {
  it.each([
    ['somebody without a token', anonymous],
    ['the owner of the import', aUserActor()],
  ])('is not for %s', async (_, actor) => {
    await startImport(parts.imports, aNewImport(), unknownRows('Солярис', 1));
    const taken = (await parts.queue.take('first', clock.now())) ?? expect.fail('nothing to take');
    const step = { job: taken, worker: 'first', stopping: going };
    await expect(advanceImport.execute(actor, step)).rejects.toThrow(new PermissionDenied());
    expect(await parts.imports.list(alice)).toMatchObject([{ outcomes: { pending: 1 } }]);
    expect(await advanceImport.execute(operator, step)).toEqual({ state: 'finished' });
  });
});
