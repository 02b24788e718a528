import { beforeEach, describe, expect, it } from 'vitest';
import {
  FilmSourceBadAnswer,
  FilmSourceKeyRefused,
  FilmSourceQuotaSpent,
  FilmSourceRateLimited,
  FilmSourceTimeout,
  FilmSourceUnavailable,
} from '../../../src/application/films/ports/film-source.ts';
import type { ImportProgress } from '../../../src/application/imports/import-processor.ts';
import type { NewImport } from '../../../src/application/imports/ports/import-repository.ts';
import type { Vote } from '../../../src/application/imports/ports/vote-source.ts';
import { MAX_VOTES_PAGES, VOTES_PAGE_SIZE } from '../../../src/application/imports/ports/vote-source.ts';
import type { Stopping } from '../../../src/application/shared/time-slice.ts';
import { TimeSlice } from '../../../src/application/shared/time-slice.ts';
import { BUILT_IN_ROLES } from '../../../src/domain/access/role.ts';
import type { FilmImport, ListedFilm, ListRow } from '../../../src/domain/imports/film-import.ts';
import { ROW_OUTCOMES } from '../../../src/domain/imports/film-import.ts';
import { aListedFilm, aNewImport, importedAt, listRows, startImport } from '../../builders/film-import.ts';
import { aCard } from '../../builders/film.ts';
import { anImportWork } from '../../builders/imports.ts';
import { uuid } from '../../builders/user.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryFilmIndex } from '../../fakes/in-memory-film-index.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';

const alice = uuid(1);
const id = uuid(5001);
const profile = 789_114;
const finished = { state: 'finished' } as const;
const lost = { state: 'lost' } as const;
const everyRow = { page: 1, perPage: 10_000 };

let clock: FixedClock;
let source: InMemoryFilmSource;
let parts: Awaited<ReturnType<typeof anImportWork>>;

async function withSource(given: InMemoryFilmSource | undefined): Promise<void> {
  parts = await anImportWork({ clock, source: given });
}

beforeEach(async () => {
  clock = new FixedClock(importedAt);
  source = new InMemoryFilmSource(clock);
  await withSource(source);
});

const restingFor = (seconds: number) => ({
  state: 'resting',
  until: new Date(clock.now().getTime() + seconds * 1000),
});

/** A row that has only this title. */
const aRow = (title: string, differences: Partial<ListedFilm> = {}): ListRow => ({
  film: aListedFilm({ titles: [title], imdbId: null, isSeries: null, addedAt: null, ...differences }),
});

async function taken(): Promise<FilmImport> {
  const job = await parts.queue.take('first', clock.now());
  return job ?? expect.fail('nothing to take');
}

/** Alice's import of a file with these rows, taken by the first worker. */
async function ofFile(rows: readonly ListRow[], differences: Partial<NewImport> = {}): Promise<FilmImport> {
  await startImport(parts.imports, aNewImport(differences), rows);
  return taken();
}

/** Alice's import of a profile with this many votes, each for another film. */
async function ofVotes(count: number | undefined): Promise<FilmImport> {
  if (count !== undefined)
    source.shows(
      profile,
      Array.from({ length: count }, (_, at) => vote(1001 + at)),
    );
  await parts.imports.open(aNewImport({ source: { kind: 'kinopoisk', kinopoiskUserId: profile } }));
  return taken();
}

function vote(kinopoiskId: number): Vote {
  const film = aCard({ kinopoiskId, directors: undefined, trailerUrl: undefined, fetchedAt: null });
  return { film, userRating: (kinopoiskId % 10) + 1 };
}

const going = { aborted: false };
const aSlice = (stopping: Stopping = going) => new TimeSlice(clock, 1000, stopping);
const advance = (job: FilmImport) => parts.work.advance(job, 'first', aSlice());

/** Runs steps until the import ends or has to wait. */
async function advanceAll(job: FilmImport): Promise<ImportProgress> {
  let progress: ImportProgress = { state: 'going-on', job };
  while (progress.state === 'going-on') progress = await advance(progress.job);
  return progress;
}

const report = () => parts.imports.find(alice, id);

async function rowsThere() {
  return (await parts.imports.rows(alice, id, ROW_OUTCOMES, everyRow)).items;
}

const outcomes = async () => (await rowsThere()).map(({ outcome }) => outcome);

async function shelf() {
  const { items } = await parts.favorites.list(alice, { sort: 'added_at' }, everyRow);
  return items.map(({ movie, userRating }) => [movie.kinopoiskId, userRating]);
}

describe('ImportProcessor with a file', () => {
  it('decides two hundred rows per step from the catalogue, and finishes', async () => {
    await withSource(undefined);
    const job = await ofFile(listRows(201));
    expect(await advance(job)).toEqual({ state: 'going-on', job });
    expect((await report())?.outcomes).toMatchObject({ not_found: 200, pending: 1 });
    expect(await advance(job)).toEqual({ state: 'going-on', job });
    expect((await report())?.outcomes).toMatchObject({ not_found: 201, pending: 0 });
    expect(await advance(job)).toEqual(finished);
    expect(await report()).toMatchObject({ status: 'done', failure: null, finishedAt: clock.now() });
  });

  it('decides finally from the catalogue if there is no source', async () => {
    await withSource(undefined);
    await parts.movies.save([aCard()]);
    const fault = { fault: 'rating', text: 'x' } as const;
    const job = await ofFile([aRow('Матрица'), aRow('Матрица', { year: null }), fault, aRow('Солярис')]);
    expect(await advanceAll(job)).toEqual(finished);
    expect(await outcomes()).toEqual(['matched', 'ambiguous', 'invalid', 'not_found']);
    expect((await rowsThere())[1]?.candidates).toEqual([
      { kinopoiskId: 301, title: 'Матрица', year: 1999, confidence: 0.72 },
    ]);
    expect(await shelf()).toEqual([[301, 9]]);
  });

  it('asks the source for one row per step, after all other rows are decided', async () => {
    await parts.movies.save([aCard()]);
    source.knows(aCard({ kinopoiskId: 2, nameRu: 'Солярис', nameOriginal: null, nameEn: null, year: 1972 }));
    const job = await ofFile([aRow('Солярис', { year: 1972 }), aRow('Матрица'), aRow('Зеркало')]);
    await advance(job);
    expect([await outcomes(), source.calls]).toEqual([['waiting', 'matched', 'waiting'], []]);
    await advance(job);
    expect([await outcomes(), source.calls]).toEqual([
      ['matched', 'matched', 'waiting'],
      ['extra search солярис, page 1'],
    ]);
    await advance(job);
    expect([await outcomes(), source.calls.length]).toEqual([['matched', 'matched', 'not_found'], 2]);
    expect(await advance(job)).toEqual(finished);
    expect(new Set(await shelf())).toEqual(
      new Set([
        [301, 9],
        [2, 9],
      ]),
    );
  });

  it('reports in a dry run what would happen, and does not change the shelf', async () => {
    await parts.movies.save([aCard()]);
    const job = await ofFile([aRow('Матрица'), aRow('The Matrix')], { isDryRun: true });
    expect(await advanceAll(job)).toEqual(finished);
    expect(await report()).toMatchObject({ status: 'done', effects: { added: 1, changed: 0, unchanged: 1 } });
    expect(await shelf()).toEqual([]);
  });

  it('does not match a film that its owner may not view, whatever its source', async () => {
    source.knows(aCard({ kinopoiskId: 2, imdbId: 'tt0000002' }));
    await parts.movies.save([aCard(), aCard({ kinopoiskId: 3, imdbId: null })]);
    parts.rules.restrict({ label: 'adults', rule: { kinopoiskIds: [301, 2] } });
    const about = (kinopoiskId: number) => aRow('', { kinopoiskId });
    await advanceAll(await ofFile([about(301), about(2), about(3)]));
    expect((await rowsThere()).map(({ outcome, kinopoiskId }) => [outcome, kinopoiskId])).toEqual([
      ['restricted', 301],
      ['restricted', 2],
      ['matched', 3],
    ]);
    expect(await shelf()).toEqual([[3, 9]]);
  });

  it('adds a film whose label its owner may view', async () => {
    await parts.movies.save([aCard()]);
    parts.rules.restrict({ label: 'adults', rule: { kinopoiskIds: [301] } });
    parts.rules.define(
      BUILT_IN_ROLES.map((role) => ({ ...role, permissions: [...role.permissions, 'movies:label:adults' as const] })),
    );
    await advanceAll(await ofFile([aRow('Матрица')]));
    expect(await outcomes()).toEqual(['matched']);
  });

  it('reveals no hidden data of a film that its owner may not view', async () => {
    source.knows(
      aCard({ kinopoiskId: 2, nameRu: 'Солярис', nameOriginal: 'Solaris', imdbId: 'tt0000002', year: 1972 }),
    );
    await parts.movies.save([aCard()]);
    parts.rules.restrict({ label: 'adults', rule: { kinopoiskIds: [301, 2] } });
    await advanceAll(
      await ofFile([
        aRow('', { imdbId: 'tt0133093', titles: [] }),
        aRow('', { imdbId: 'tt0000002', titles: [] }),
        aRow('The Matrix'),
        aRow('Solaris', { year: 1972 }),
        aRow('Матрица'),
        aRow('Матрица', { year: 2000 }),
      ]),
    );
    expect(
      (await rowsThere()).map(({ outcome, kinopoiskId, candidates }) => [outcome, kinopoiskId, candidates]),
    ).toEqual([
      ...Array.from({ length: 4 }, () => ['not_found', null, []]),
      ['restricted', 301, []],
      ['ambiguous', null, [{ kinopoiskId: 301, title: 'Матрица', year: 1999, confidence: 0.77 }]],
    ]);
  });

  it('writes its decisions when its time is over, and continues with the rest', async () => {
    await withSource(undefined);
    const slow = new (class extends InMemoryFilmIndex {
      override async byNearTitles(...said: Parameters<InMemoryFilmIndex['byNearTitles']>) {
        clock.advanceSeconds(0.4);
        return super.byNearTitles(...said);
      }
    })(parts.movies);
    parts = await anImportWork({ clock, source: undefined, index: slow });
    const job = await ofFile(listRows(10));
    for (const decided of [3, 6, 9, 10]) {
      expect(await advance(job)).toEqual({ state: 'going-on', job });
      expect((await report())?.outcomes).toMatchObject({ not_found: decided, pending: 10 - decided });
    }
    expect(await advance(job)).toEqual(finished);
  });

  it('decides at least one row per step, however slow everything is', async () => {
    await withSource(undefined);
    const job = await ofFile(listRows(2));
    const slice = aSlice();
    clock.advanceSeconds(30);
    await parts.work.advance(job, 'first', slice);
    expect((await report())?.outcomes).toMatchObject({ not_found: 1, pending: 1 });
  });

  it('decides nothing after the service stops', async () => {
    await withSource(undefined);
    const job = await ofFile(listRows(2));
    expect(await parts.work.advance(job, 'first', aSlice({ aborted: true }))).toEqual({ state: 'going-on', job });
    expect((await report())?.outcomes).toMatchObject({ not_found: 0, pending: 2 });
  });

  it('fails an import whose upload has stopped', async () => {
    await parts.imports.open(aNewImport());
    await parts.imports.append(alice, id, listRows(3), clock.now());
    clock.advanceSeconds(60);
    expect(await advance(await taken())).toEqual(finished);
    expect(await report()).toMatchObject({ status: 'failed', failure: 'file_lost', outcomes: { pending: 3 } });
  });
});

describe('ImportProcessor for an owner who', () => {
  it.each([
    ['was deactivated', () => void parts.users.update(alice, { isActive: false })],
    ['may not keep films any more', () => parts.rules.define(BUILT_IN_ROLES.map((r) => ({ ...r, permissions: [] })))],
  ])('%s comes to nothing, and asks nobody', async (_, change) => {
    await parts.movies.save([aCard()]);
    const job = await ofFile([aRow('Матрица'), aRow('Солярис')]);
    change();
    expect(await advance(job)).toEqual(finished);
    expect(await report()).toMatchObject({ status: 'failed', failure: 'not_allowed', outcomes: { pending: 2 } });
    expect([await shelf(), source.calls]).toEqual([[], []]);
  });

  it('is deleted ends the import', async () => {
    const job = await ofFile(listRows(1));
    await parts.users.remove(alice);
    expect(await advance(job)).toEqual(finished);
    expect([await parts.imports.list(alice), source.calls]).toEqual([[], []]);
  });
});

describe('ImportProcessor with the votes of a profile', () => {
  it('fetches page after page, and matches each film by its id', async () => {
    const job = await ofVotes(2 * VOTES_PAGE_SIZE + 5);
    for (const [page, nextVotesPage, count] of [
      [1, 2, 20],
      [2, 3, 40],
      [3, null, 45],
    ] as const) {
      const progress = await advance({ ...job, nextVotesPage: page });
      expect(progress).toEqual({ state: 'going-on', job: { ...job, nextVotesPage } });
      expect(await report()).toMatchObject({ expectedRows: 45, nextVotesPage });
      expect(await rowsThere()).toHaveLength(count);
      await advance({ ...job, nextVotesPage });
      expect((await report())?.outcomes).toMatchObject({ matched: count, pending: 0 });
    }
    expect(await advance({ ...job, nextVotesPage: null })).toEqual(finished);
    expect(source.calls).toEqual([1, 2, 3].map((page) => `votes ${profile}, page ${page}`));
    expect(new Set((await rowsThere()).map(({ by, confidence }) => [by, confidence].join()))).toEqual(
      new Set(['kinopoisk_id,1']),
    );
    const rated = Array.from({ length: 45 }, (_, at) => [1001 + at, ((1001 + at) % 10) + 1]);
    expect((await shelf()).toSorted(([a], [b]) => (a ?? 0) - (b ?? 0))).toEqual(rated);
  });

  it('stores only the teaser data of the film of a vote', async () => {
    await advance(await ofVotes(1));
    expect((await rowsThere())[0]?.said).toEqual({
      film: {
        kinopoiskId: 1001,
        imdbId: null,
        titles: ['Матрица'],
        year: 1999,
        isSeries: null,
        userRating: 2,
        note: null,
        watchedAt: null,
        addedAt: null,
      },
    });
  });

  it('stops when the source has no more pages', async () => {
    const job = { ...(await ofVotes(MAX_VOTES_PAGES * VOTES_PAGE_SIZE + 1)), nextVotesPage: MAX_VOTES_PAGES };
    expect(await advance(job)).toEqual({ state: 'going-on', job: { ...job, nextVotesPage: null } });
    expect(await report()).toMatchObject({ expectedRows: MAX_VOTES_PAGES * VOTES_PAGE_SIZE, nextVotesPage: null });
  });

  it('stops at a page that has become empty', async () => {
    const job = { ...(await ofVotes(VOTES_PAGE_SIZE)), nextVotesPage: 2 };
    expect(await advance(job)).toEqual({ state: 'going-on', job: { ...job, nextVotesPage: null } });
  });

  it.each([
    ['shows nothing', undefined, 'profile_not_found'],
    ['is empty', 0, 'profile_empty'],
  ] as const)('fails when it %s', async (_, votes, failure) => {
    expect(await advance(await ofVotes(votes))).toEqual(finished);
    expect(await report()).toMatchObject({ status: 'failed', failure, finishedAt: clock.now() });
  });

  it('fails when the API key was removed after the start', async () => {
    await withSource(undefined);
    expect(await advance(await ofVotes(3))).toEqual(finished);
    expect(await report()).toMatchObject({ status: 'failed', failure: 'profile_not_found' });
  });
});

describe('ImportProcessor with few background calls left', () => {
  // At noon half of the day's calls may have been used up.
  const leave = (calls: number) => parts.budget.learn({ limit: 500, used: 250 - calls }, clock.now());

  it('waits ten minutes instead of asking for a row that may need more calls', async () => {
    const job = await ofFile([aRow('Солярис')]);
    await advance(job);
    await leave(2);
    expect(await advance(job)).toEqual(restingFor(600));
    expect([await outcomes(), source.calls]).toEqual([['waiting'], []]);
  });

  it('asks for a row if enough calls are left', async () => {
    const job = await ofFile([aRow('Солярис')]);
    await leave(3);
    expect(await advanceAll(job)).toEqual(finished);
    expect(source.calls).toHaveLength(1);
  });

  it('fetches a page of votes with the last call, and waits without one', async () => {
    const job = await ofVotes(1);
    await leave(0);
    expect(await advance(job)).toEqual(restingFor(600));
    expect(source.calls).toEqual([]);
    clock.advanceSeconds(600);
    expect(await advanceAll(job)).toEqual(finished);
    expect(source.calls).toHaveLength(1);
  });

  it('still decides rows from the catalogue', async () => {
    await parts.movies.save([aCard()]);
    await leave(0);
    expect(await advanceAll(await ofFile([aRow('Матрица')]))).toEqual(finished);
    expect(await outcomes()).toEqual(['matched']);
  });
});

describe('ImportProcessor and the share of its owner', () => {
  const restFor = async (policy: 'kinopoisk-import', limit: number, windowSeconds: number) => {
    parts = await anImportWork({ clock, source, limits: { [policy]: { limit, windowSeconds } } });
  };

  it('takes a point for each call, waits when the share is used up, and continues with the next one', async () => {
    await restFor('kinopoisk-import', 3, 1800);
    const job = await ofFile(['Солярис', 'Зеркало', 'Сталкер', 'Ностальгия'].map((title) => aRow(title)));
    await advance(job);
    for (let row = 0; row < 3; row += 1) expect(await advance(job)).toMatchObject({ state: 'going-on' });
    expect(await advance(job)).toEqual(restingFor(1800));
    expect(source.calls).toHaveLength(3);
    expect(await outcomes()).toEqual(['not_found', 'not_found', 'not_found', 'waiting']);
    clock.advanceSeconds(1800);
    expect(await advanceAll(job)).toEqual(finished);
  });

  it('tries again after an hour, because the operator may have raised the limit, and takes points for votes, too', async () => {
    await restFor('kinopoisk-import', 1, 86_400);
    const job = await ofVotes(VOTES_PAGE_SIZE + 1);
    expect(await advance(job)).toMatchObject({ state: 'going-on' });
    await advance({ ...job, nextVotesPage: 2 });
    expect(await advance({ ...job, nextVotesPage: 2 })).toEqual(restingFor(3600));
    expect(source.calls).toHaveLength(1);
  });
});

describe('ImportProcessor with a failing source', () => {
  it.each([
    ['a minute', new FilmSourceTimeout(), 60],
    ['a minute at least', new FilmSourceRateLimited({ retryAfterSeconds: 5 }), 60],
    ['as long as it says', new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 }), 3600],
    ['as long as the breaker says', new FilmSourceUnavailable({ retryAfterSeconds: 61 }), 61],
    ['as long as a refused key is remembered', new FilmSourceKeyRefused({ retryAfterSeconds: 300 }), 300],
  ])('waits for %s, and defers no row', async (_, failure, seconds) => {
    const job = await ofFile([aRow('Солярис'), aRow('Зеркало')]);
    await advance(job);
    source.fails(failure);
    for (let times = 0; times < 5; times += 1) {
      expect(await advance(job)).toEqual(restingFor(seconds));
      clock.advanceSeconds(seconds);
    }
    expect(await outcomes()).toEqual(['waiting', 'waiting']);
    expect(new Set(source.calls)).toEqual(new Set(['extra search солярис, page 1']));
    source.recovers();
    await parts.queue.take('first', clock.now());
    expect(await advanceAll(job)).toEqual(finished);
  });

  it.each([
    ['candidates', { year: null }, 'ambiguous'],
    ['nothing', { titles: ['Солярис'] }, 'not_found'],
  ] as const)(
    'leaves a row with three bad answers to its owner, with %s in the catalogue',
    async (_, said, outcome) => {
      await parts.movies.save([aCard()]);
      const job = await ofFile([aRow('Матрица', said)]);
      await advance(job);
      source.fails(new FilmSourceBadAnswer());
      expect(await advance(job)).toEqual(restingFor(60));
      expect(await advance(job)).toEqual(restingFor(60));
      expect(await outcomes()).toEqual(['waiting']);
      expect(await advance(job)).toEqual({ state: 'going-on', job });
      expect(await outcomes()).toEqual([outcome]);
      expect(source.calls).toHaveLength(3);
    },
  );

  it('asks for the other rows before it asks again for one with a bad answer', async () => {
    const job = await ofFile([aRow('Солярис'), aRow('Зеркало')]);
    await advance(job);
    source.fails(new FilmSourceBadAnswer());
    await advance(job);
    source.recovers();
    await advanceAll(job);
    expect(source.calls).toEqual(['солярис', 'зеркало', 'солярис'].map((title) => `extra search ${title}, page 1`));
  });

  it('waits when a page of votes fails, and adds nothing of it', async () => {
    const job = await ofVotes(3);
    source.fails(new FilmSourceBadAnswer({ retryAfterSeconds: 90 }), ['votes']);
    expect(await advance(job)).toEqual(restingFor(90));
    expect([await report(), await rowsThere()]).toMatchObject([{ nextVotesPage: 1, expectedRows: null }, []]);
  });

  it.each(['file', 'votes'])('does not hide a fault of the service (%s)', async (kind) => {
    const job = kind === 'votes' ? await ofVotes(1) : await ofFile([aRow('Солярис')]);
    if (kind === 'file') await advance(job);
    const fault = new TypeError('x is undefined');
    source.fails(fault, ['search', 'votes']);
    await expect(advance(job)).rejects.toBe(fault);
  });
});

describe('ImportProcessor with an import that another worker has taken over', () => {
  async function takeOver(): Promise<void> {
    clock.advanceSeconds(60);
    expect(await parts.queue.take('second', clock.now())).toBeDefined();
  }

  it('decides nothing', async () => {
    await parts.movies.save([aCard()]);
    const job = await ofFile([aRow('Матрица')]);
    await takeOver();
    expect(await advance(job)).toEqual(lost);
    expect([await outcomes(), await shelf()]).toEqual([['pending'], []]);
  });

  it('adds no votes', async () => {
    const job = await ofVotes(3);
    await takeOver();
    expect(await advance(job)).toEqual(lost);
    expect(await rowsThere()).toEqual([]);
  });

  it('settles no row for which it asked', async () => {
    const job = await ofFile([aRow('Солярис')]);
    await advance(job);
    await takeOver();
    expect(await advance(job)).toEqual(lost);
    expect(await outcomes()).toEqual(['waiting']);
  });
});
