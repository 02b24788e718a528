import type { UserActor } from '../domain/actor.ts';
import { isAllowed } from '../domain/actor.ts';
import { callsForExtras } from '../domain/call-day.ts';
import type { FilmImport, ImportedRow, ImportFailure, ListRow, RowDecision } from '../domain/film-import.ts';
import type { FilmMatch } from '../domain/film-matching.ts';
import type { AbsentOwners } from './absent-owners.ts';
import type { CallShares } from './call-shares.ts';
import type { FilmMatcher } from './film-matcher.ts';
import type { MovieShowing } from './movie-showing.ts';
import type { CallBudget } from './ports/call-budget.ts';
import type { Clock } from './ports/clock.ts';
import type { FilmSource, FilmSourceFailure, Vote } from './ports/film-source.ts';
import { FilmSourceBadAnswer, isFilmSourceFailure, MAX_VOTES_PAGES, VOTES_PAGE_SIZE } from './ports/film-source.ts';
import type { ImportQueue } from './ports/import-queue.ts';
import type { MovieRepository } from './ports/movie-repository.ts';
import { TooManyRequests } from './ports/rate-limiter.ts';

/** Rows decided at once by what is known here. */
const ROWS_AT_ONCE = 200;
/** The most calls that one row takes. */
const CALLS_A_ROW = 3;
/** A row that the source has no usable answer to is left to its owner in the end. */
const MOST_ATTEMPTS = 3;
const REST_AFTER_FAILURE_SECONDS = 60;
const REST_WITHOUT_CALLS_SECONDS = 600;
/** However long it is until the owner has a share again: the operator may have raised it. */
const LONGEST_REST_WITHOUT_SHARE_SECONDS = 3600;

/** `resting`: there is nothing to do before `until`. `lost`: the import is no longer this worker's. */
export type ImportProgress =
  | { readonly state: 'going-on'; readonly job: FilmImport }
  | { readonly state: 'finished' | 'lost' }
  | { readonly state: 'resting'; readonly until: Date };

/** What working off an import takes. `source` is `undefined` without an API key. */
export type ImportWorkParts = {
  readonly queue: ImportQueue;
  readonly matcher: FilmMatcher;
  readonly movies: MovieRepository;
  readonly source: FilmSource | undefined;
  readonly budget: CallBudget;
  readonly shares: CallShares;
  readonly owners: AbsentOwners;
  readonly showing: MovieShowing;
  readonly clock: Clock;
};

/** A step of an import: some rows are decided by what is known here, or a page of votes is fetched, or the source is asked for one row. */
export class ImportWork {
  constructor(private readonly parts: ImportWorkParts) {}

  async advance(job: FilmImport, worker: string): Promise<ImportProgress> {
    const { queue, owners } = this.parts;
    if (job.status === 'reading') return this.finish(job, worker, 'file_lost');
    const owner = await owners.actorOf(job.userId);
    if (owner === undefined || !isAllowed(owner, 'favorites:own')) return this.finish(job, worker, 'not_allowed');
    const pending = await queue.rows(job, 'pending', ROWS_AT_ONCE);
    if (pending.length > 0) return this.decide(job, pending, { worker, owner });
    if (job.nextVotesPage !== null) return this.fetchVotes(job, job.nextVotesPage, { worker, owner });
    const [waiting] = await queue.rows(job, 'waiting', 1);
    return waiting ? this.ask(job, waiting, { worker, owner }) : this.finish(job, worker, null);
  }

  private async decide(
    job: FilmImport,
    rows: readonly ImportedRow[],
    { worker, owner }: { worker: string; owner: UserActor },
  ): Promise<ImportProgress> {
    const { matcher } = this.parts;
    const said = rows.flatMap((row) => ('film' in row.said ? [{ row: row.row, film: row.said.film }] : []));
    const matches = await matcher.matchKnown(said.map(({ film }) => film));
    const found = said.flatMap(({ row }, at) => (matches[at] ? [{ row, match: matches[at] }] : []));
    const isDecided = ({ match }: { match: FilmMatch }) => match.outcome === 'matched' || !matcher.canAsk;
    return this.settle(job, worker, {
      decisions: await this.unlessRestricted(owner, found.filter(isDecided)),
      waiting: found.filter((each) => !isDecided(each)).map(({ row }) => row),
    });
  }

  private async ask(
    job: FilmImport,
    { row, said }: ImportedRow,
    { worker, owner }: { worker: string; owner: UserActor },
  ): Promise<ImportProgress> {
    const { matcher, queue, shares, clock } = this.parts;
    if (!('film' in said)) throw new Error('only rows about films wait');
    const rest = await this.restWithoutCalls(CALLS_A_ROW);
    if (rest) return rest;
    try {
      const match = await matcher.matchAsking(said.film, () => shares.takeImportCall(owner));
      return await this.settle(job, worker, { decisions: await this.unlessRestricted(owner, [{ row, match }]) });
    } catch (failure) {
      if (failure instanceof TooManyRequests) return this.restWithoutShare(failure);
      if (!isFilmSourceFailure(failure)) throw failure;
      // Only an answer that cannot be used may be the row's own fault; whatever else it is strikes all alike.
      const attempts =
        failure instanceof FilmSourceBadAnswer ? await queue.putOff(job, worker, row, clock.now()) : undefined;
      if (attempts === undefined || attempts < MOST_ATTEMPTS) return this.restAfter(failure);
      const [match = { outcome: 'not-found' as const }] = await matcher.matchKnown([said.film]);
      return this.settle(job, worker, { decisions: await this.unlessRestricted(owner, [{ row, match }]) });
    }
  }

  private async fetchVotes(
    job: FilmImport,
    page: number,
    { worker, owner }: { worker: string; owner: UserActor },
  ): Promise<ImportProgress> {
    const { source, movies, queue, shares, clock } = this.parts;
    if (source === undefined || job.source.kind !== 'kinopoisk') return this.finish(job, worker, 'profile_not_found');
    const rest = await this.restWithoutCalls(1);
    if (rest) return rest;
    try {
      await shares.takeImportCall(owner);
      const found = await source.votes(job.source.kinopoiskUserId, page);
      if (found === undefined) return await this.finish(job, worker, 'profile_not_found');
      if (page === 1 && found.votes.length === 0) return await this.finish(job, worker, 'profile_empty');
      await movies.save(found.votes.map(({ film }) => film));
      const pages = Math.min(Math.ceil(found.total / VOTES_PAGE_SIZE), MAX_VOTES_PAGES);
      const nextVotesPage = page >= pages || found.votes.length === 0 ? null : page + 1;
      const expectedRows = Math.min(found.total, MAX_VOTES_PAGES * VOTES_PAGE_SIZE);
      const votes = { rows: found.votes.map(toRow), expectedRows, nextVotesPage };
      const isOurs = await queue.addVotes(job, worker, votes, clock.now());
      return isOurs ? { state: 'going-on', job: { ...job, nextVotesPage } } : { state: 'lost' };
    } catch (failure) {
      if (failure instanceof TooManyRequests) return this.restWithoutShare(failure);
      if (!isFilmSourceFailure(failure)) throw failure;
      return this.restAfter(failure);
    }
  }

  /** What may not be kept is not matched, whatever told the film. */
  private async unlessRestricted(
    owner: UserActor,
    found: readonly { row: number; match: FilmMatch }[],
  ): Promise<RowDecision[]> {
    const { movies, showing } = this.parts;
    const ids = found.flatMap(({ match }) => (match.outcome === 'matched' ? [match.kinopoiskId] : []));
    const show = await showing.to(owner);
    const known = ids.length === 0 ? [] : await movies.findAll(ids);
    const hidden = new Set(known.filter((movie) => !show(movie).isViewable).map(({ kinopoiskId }) => kinopoiskId));
    return found.map(({ row, match }) =>
      match.outcome === 'matched' && hidden.has(match.kinopoiskId)
        ? { row, match: { outcome: 'restricted', kinopoiskId: match.kinopoiskId } }
        : { row, match },
    );
  }

  private async settle(
    job: FilmImport,
    worker: string,
    { decisions, waiting = [] }: { decisions: readonly RowDecision[]; waiting?: readonly number[] },
  ): Promise<ImportProgress> {
    const isOurs = await this.parts.queue.settle(job, worker, { decisions, waiting }, this.parts.clock.now());
    return isOurs ? { state: 'going-on', job } : { state: 'lost' };
  }

  private async finish(job: FilmImport, worker: string, failure: ImportFailure | null): Promise<ImportProgress> {
    await this.parts.queue.finish(job, worker, this.parts.clock.now(), failure);
    return { state: 'finished' };
  }

  /** What is left of the day's calls belongs to people who wait for an answer. */
  private async restWithoutCalls(calls: number): Promise<ImportProgress | undefined> {
    const { budget, clock } = this.parts;
    const now = clock.now();
    if (callsForExtras(await budget.quota(now), now) >= calls) return undefined;
    return { state: 'resting', until: after(now, REST_WITHOUT_CALLS_SECONDS) };
  }

  private restWithoutShare({ state }: TooManyRequests): ImportProgress {
    const seconds = Math.min(Math.max(1, state.resetSeconds), LONGEST_REST_WITHOUT_SHARE_SECONDS);
    return { state: 'resting', until: after(this.parts.clock.now(), seconds) };
  }

  private restAfter(failure: FilmSourceFailure): ImportProgress {
    const seconds = Math.max(failure.retryAfterSeconds ?? 0, REST_AFTER_FAILURE_SECONDS);
    return { state: 'resting', until: after(this.parts.clock.now(), seconds) };
  }
}

function toRow({ film, userRating }: Vote): ListRow {
  const names = [film.nameRu, film.nameOriginal, film.nameEn].filter((name) => name !== null);
  return {
    film: {
      kinopoiskId: film.kinopoiskId,
      imdbId: film.imdbId,
      titles: names.slice(0, 2),
      year: film.year,
      isSeries: null,
      userRating,
      note: null,
      watchedAt: null,
      addedAt: null,
    },
  };
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
