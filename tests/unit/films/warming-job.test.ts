import { beforeEach, describe, expect, it } from 'vitest';
import {
  FilmSourceBadAnswer,
  FilmSourceQuotaSpent,
  FilmSourceTimeout,
} from '../../../src/application/films/ports/film-source.ts';
import { ShowQuota } from '../../../src/application/films/upstream/show-quota.ts';
import { WarmCatalogue } from '../../../src/application/films/upstream/warm-catalogue.ts';
import { WarmingJob } from '../../../src/application/films/upstream/warming-job.ts';
import { PermissionDenied } from '../../../src/domain/access/actor.ts';
import { filmLists } from '../../../src/domain/films/film-lists.ts';
import { aUserActor, operator } from '../../builders/actor.ts';
import { aCard, aFilm, aMovie } from '../../builders/film.ts';
import { CountingMetrics } from '../../fakes/counting-metrics.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { InMemoryApiQuota } from '../../fakes/in-memory-api-quota.ts';
import { InMemoryFilmListRepository } from '../../fakes/in-memory-film-list-repository.ts';
import { InMemoryFilmSource } from '../../fakes/in-memory-film-source.ts';
import { InMemoryMovieRepository } from '../../fakes/in-memory-movie-repository.ts';
import { NumberedIds } from '../../fakes/numbered-ids.ts';

const going = { aborted: false };
const films = (count: number, first = 1) =>
  Array.from({ length: count }, (_, at) => aFilm({ kinopoiskId: first + at, nameRu: `Фильм ${first + at}` }));

let clock: FixedClock;
let movies: InMemoryMovieRepository;
let source: InMemoryFilmSource;
let lists: InMemoryFilmListRepository;
let budget: InMemoryApiQuota;
let metrics: CountingMetrics;
let ids: NumberedIds;

beforeEach(() => {
  clock = new FixedClock();
  movies = new InMemoryMovieRepository();
  source = new InMemoryFilmSource(clock);
  lists = new InMemoryFilmListRepository();
  budget = new InMemoryApiQuota();
  metrics = new CountingMetrics();
  ids = new NumberedIds();
});

const aWorker = () => new WarmingJob(lists, new WarmCatalogue(source, movies, metrics), budget, clock, ids);

/** Runs the job as a service does, until a run changes nothing. */
async function runAll(job: WarmingJob): Promise<void> {
  for (let before = -1; before < source.calls.length;) {
    before = source.calls.length;
    await job.run(going);
  }
}

describe('WarmingJob', () => {
  it('reads five pages per run, popular lists first, and continues where another process stopped', async () => {
    source.hasList('popular', films(130));
    await aWorker().run(going);
    expect(source.calls).toEqual([1, 2, 3, 4, 5].map((page) => `warming listed popular, page ${page}`));
    expect(await movies.count()).toBe(100);
    clock.advanceSeconds(300);
    await aWorker().run(going);
    expect(source.calls.slice(5)).toEqual([
      'warming listed popular, page 6',
      'warming listed popular, page 7',
      'warming listed popular_films, page 1',
      'warming listed popular_series, page 1',
      'warming listed premieres_2026_11, page 1',
    ]);
    expect(await movies.count()).toBe(130);
    expect(metrics.counts).toEqual({ 'catalogue_warming_films_total added': 130 });
  });

  it('reads a list again a day later while it has new films, with calls that people do not use', async () => {
    source.hasList('popular', films(100));
    const job = aWorker();
    await runAll(job);
    source.calls.length = 0;
    clock.advanceSeconds(24 * 3600 - 600);
    await runAll(job);
    expect(source.calls).toEqual([]);
    source.hasList('popular', [...films(5, 1001), ...films(95)]);
    clock.advanceSeconds(600);
    await job.run(going);
    expect(source.calls.slice(0, 3)).toEqual([
      'extra listed popular, page 1',
      'extra listed popular, page 2',
      'extra listed popular_films, page 1',
    ]);
  });

  it('works in one process at a time', async () => {
    source.hasList('popular', films(300));
    const [one, other] = [aWorker(), aWorker()];
    await one.run(going);
    await other.run(going);
    expect(source.calls).toHaveLength(5);
    clock.advanceSeconds(300);
    await other.run(going);
    await one.run(going);
    expect(source.calls).toHaveLength(10);
    expect(new Set(source.calls).size).toBe(10);
  });

  it('uses three tenths of the day’s calls at any hour, and no call that is reserved for people', async () => {
    clock.advanceSeconds(12 * 3600); // midnight
    source.hasList('popular', films(300));
    const job = aWorker();
    await budget.learn({ limit: 500, used: 150 }, clock.now());
    await job.run(going);
    expect(source.calls).toEqual([]);
    // More than a third of the day has passed, so calls that people have not used may be made.
    clock.advanceSeconds(8 * 3600);
    await job.run(going);
    expect(source.calls).toHaveLength(5);
  });

  it('does not call a failing source for five minutes, and keeps its page', async () => {
    source.hasList('popular', films(30));
    source.fails(new FilmSourceTimeout());
    const job = aWorker();
    await job.run(going);
    source.recovers();
    clock.advanceSeconds(299);
    await job.run(going);
    expect(source.calls).toEqual(['warming listed popular, page 1']);
    clock.advanceSeconds(1);
    await job.run(going);
    expect(source.calls[1]).toBe('warming listed popular, page 1');
  });

  it('continues with the other lists if one has no usable answer', async () => {
    source.fails(new FilmSourceBadAnswer());
    const job = aWorker();
    await job.run(going);
    source.recovers();
    clock.advanceSeconds(300);
    await job.run(going);
    expect(source.calls.slice(0, 2)).toEqual([
      'warming listed popular, page 1',
      'warming listed popular_films, page 1',
    ]);
    clock.advanceSeconds(3600);
    await job.run(going);
    expect(source.calls.slice(6, 7)).toEqual(['warming listed popular, page 1']);
  });

  it('does nothing until the quota is renewed', async () => {
    source.fails(new FilmSourceQuotaSpent({ retryAfterSeconds: 3600 }));
    const job = aWorker();
    await job.run(going);
    source.recovers();
    clock.advanceSeconds(3599);
    await job.run(going);
    expect(source.calls).toHaveLength(1);
  });

  it('starts nothing after a stop, and does not hide a fault of the service', async () => {
    const job = aWorker();
    await job.run({ aborted: true });
    expect(source.calls).toEqual([]);
    const fault = new TypeError('x is undefined');
    source.fails(fault);
    await expect(job.run(going)).rejects.toBe(fault);
  });
});

describe('WarmCatalogue', () => {
  const page = { list: 'popular', page: 1, purpose: 'warming' } as const;
  const warm = () => new WarmCatalogue(source, movies, metrics);

  it('does not change a film with a card', async () => {
    await movies.save([aCard()]);
    source.hasList('popular', [aFilm({ rating: 1, description: 'Коротко.', year: 2000 }), aFilm({ kinopoiskId: 2 })]);
    expect(await warm().execute(operator, page)).toEqual({ films: 2, added: 1, pages: 1 });
    expect(await movies.find(301)).toEqual(aMovie({ webUrl: aCard().webUrl }));
    expect(await movies.find(2)).toMatchObject({ title: 'Матрица', fetchedAt: null, isEnriched: false });
    expect(metrics.counts).toEqual({
      'catalogue_warming_films_total added': 1,
      'catalogue_warming_films_total known': 1,
    });
  });

  it('is only for the service itself', async () => {
    await expect(warm().execute(aUserActor(), page)).rejects.toThrow(new PermissionDenied());
  });
});

describe('ShowQuota', () => {
  it('shows the operator the calls of the day and how far the lists are read', async () => {
    source.hasList('popular', films(200));
    await budget.learn({ limit: 500, used: 100 }, clock.now());
    await aWorker().run(going);
    const use = await new ShowQuota(budget, lists, movies, clock).execute(operator);
    expect(use).toMatchObject({ quota: { limit: 500, used: 100 }, films: 100 });
    expect(use.left).toEqual({ asked: 400, newcomer: 300, improving: 150, warming: 150, extra: 150 });
    expect(use.lists.map(({ list }) => list)).toEqual(filmLists(clock.now()));
    expect(use.lists[0]?.progress).toMatchObject({ nextPage: 6, readAt: null });
    await expect(new ShowQuota(budget, lists, movies, clock).execute(aUserActor())).rejects.toThrow(
      new PermissionDenied(),
    );
  });
});
