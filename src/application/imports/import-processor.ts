import type { UserActor } from '../../domain/access/actor.ts';
import { isAllowed } from '../../domain/access/actor.ts';
import { titleOf } from '../../domain/films/movie.ts';
import { backgroundCallsLeft } from '../../domain/films/quota-day.ts';
import type { FilmImport, ImportedRow, ImportFailure, ListRow, RowDecision } from '../../domain/imports/film-import.ts';
import type { FilmMatch } from '../../domain/imports/film-matching.ts';
import type { BackgroundActors } from '../accounts/background-actors.ts';
import type { FilmVisibility } from '../films/film-visibility.ts';
import type { ApiQuota } from '../films/ports/api-quota.ts';
import type { FilmSourceFailure } from '../films/ports/film-source.ts';
import { FilmSourceBadAnswer, isFilmSourceFailure } from '../films/ports/film-source.ts';
import type { MovieRepository } from '../films/ports/movie-repository.ts';
import type { CallShares } from '../films/upstream/call-shares.ts';
import type { Clock } from '../shared/ports/clock.ts';
import { TooManyRequests } from '../shared/ports/rate-limiter.ts';
import type { TimeSlice } from '../shared/time-slice.ts';
import type { FilmMatcher, Matching } from './film-matcher.ts';
import { OwnerView } from './owner-view.ts';
import type { ImportQueue } from './ports/import-queue.ts';
import type { Vote, VoteSource } from './ports/vote-source.ts';
import { MAX_VOTES_PAGES, VOTES_PAGE_SIZE } from './ports/vote-source.ts';

/** Maximum rows decided from the catalogue in one step, and so written in one transaction. */
const ROWS_A_STEP = 200;
/** Rows looked up together. After each look-up, the end of the time slice is checked. */
const ROWS_A_LOOK = 10;
/** Maximum number of calls for one row. */
const CALLS_A_ROW = 3;
/** Number of unusable answers of the source after which the row is left to its owner. */
const MOST_ATTEMPTS = 3;
const REST_AFTER_FAILURE_SECONDS = 60;
const REST_WITHOUT_CALLS_SECONDS = 600;
/**
 * Maximum pause of an import whose owner has used up their share. It is short, because the operator may raise the
 * limit.
 */
const LONGEST_REST_WITHOUT_SHARE_SECONDS = 3600;

/** `resting`: nothing to do before `until`. `lost`: the worker no longer holds the import's lease. */
export type ImportProgress =
  | { readonly state: 'going-on'; readonly job: FilmImport }
  | { readonly state: 'finished' | 'lost' }
  | { readonly state: 'resting'; readonly until: Date };

/** Dependencies of the processor. `voteSource` is `undefined` without an API key. */
export type ImportProcessorParts = {
  readonly queue: ImportQueue;
  readonly matcher: FilmMatcher;
  readonly movies: MovieRepository;
  readonly voteSource: VoteSource | undefined;
  readonly apiQuota: ApiQuota;
  readonly shares: CallShares;
  readonly backgroundActors: BackgroundActors;
  readonly visibility: FilmVisibility;
  readonly clock: Clock;
};

/** The worker and the owner of a step, with its matching context. */
type Step = Matching & { readonly worker: string; readonly owner: UserActor };

/**
 * Processes an import in steps: decides some rows from the catalogue, fetches a page of votes, or asks the source about
 * one row. A step ends with the time slice: decided rows are written, the rest is left to the next step. So a step
 * takes no longer than the slice, the look-up or call that runs when the slice ends, and the writing.
 */
export class ImportProcessor {
  constructor(private readonly parts: ImportProcessorParts) {}

  async advance(job: FilmImport, worker: string, slice: TimeSlice): Promise<ImportProgress> {
    const { queue, backgroundActors, movies, visibility } = this.parts;
    if (job.status === 'reading') return this.finish(job, worker, 'file_lost');
    const owner = await backgroundActors.actorOf(job.userId, job.scope);
    if (owner === undefined || !isAllowed(owner, 'favorites:own')) return this.finish(job, worker, 'not_allowed');
    const view = new OwnerView(movies, await visibility.teasersOf(owner));
    const pending = await queue.rows(job, 'pending', ROWS_A_STEP);
    if (pending.length > 0) return this.decide(job, pending, { worker, owner, view, slice });
    if (job.nextVotesPage !== null) return this.fetchVotes(job, job.nextVotesPage, { worker, owner });
    const [waiting] = await queue.rows(job, 'waiting', 1);
    return waiting ? this.ask(job, waiting, { worker, owner, view, slice }) : this.finish(job, worker, null);
  }

  private async decide(job: FilmImport, rows: readonly ImportedRow[], step: Step): Promise<ImportProgress> {
    const { matcher } = this.parts;
    const said = rows.flatMap((row) => ('film' in row.said ? [{ row: row.row, film: row.said.film }] : []));
    const found: { row: number; match: FilmMatch }[] = [];
    while (found.length < said.length && !step.slice.isStopped && (found.length === 0 || !step.slice.isOver)) {
      const next = said.slice(found.length, found.length + ROWS_A_LOOK);
      const films = next.map(({ film }) => film);
      const matches = await matcher.matchKnown(films, { ...step, isLastWord: !matcher.canAsk });
      found.push(...next.flatMap(({ row }, at) => (matches[at] ? [{ row, match: matches[at] }] : [])));
    }
    const isDecided = ({ match }: { match: FilmMatch }) => match.outcome === 'matched' || !matcher.canAsk;
    return this.settle(job, step.worker, {
      decisions: await unlessRestricted(step, found.filter(isDecided)),
      waiting: found.filter((each) => !isDecided(each)).map(({ row }) => row),
    });
  }

  private async ask(job: FilmImport, { row, said }: ImportedRow, step: Step): Promise<ImportProgress> {
    const { matcher, queue, shares, clock } = this.parts;
    const { worker, owner } = step;
    if (!('film' in said)) throw new Error('only rows about films wait');
    const rest = await this.restWithoutCalls(CALLS_A_ROW);
    if (rest) return rest;
    try {
      const match = await matcher.matchAsking(said.film, { ...step, pay: () => shares.takeImportCall(owner) });
      if (match === undefined) return { state: 'going-on', job };
      return await this.settle(job, worker, { decisions: await unlessRestricted(step, [{ row, match }]) });
    } catch (failure) {
      if (failure instanceof TooManyRequests) return this.restWithoutShare(failure);
      if (!isFilmSourceFailure(failure)) throw failure;
      // Only an unusable answer can be caused by this row. Any other failure affects all rows.
      const attempts =
        failure instanceof FilmSourceBadAnswer ? await queue.postpone(job, worker, row, clock.now()) : undefined;
      if (attempts === undefined || attempts < MOST_ATTEMPTS) return this.restAfter(failure);
      const [match = { outcome: 'not_found' as const }] = await matcher.matchKnown([said.film], {
        ...step,
        isLastWord: true,
      });
      return this.settle(job, worker, { decisions: await unlessRestricted(step, [{ row, match }]) });
    }
  }

  private async fetchVotes(
    job: FilmImport,
    page: number,
    { worker, owner }: { worker: string; owner: UserActor },
  ): Promise<ImportProgress> {
    const { voteSource, movies, queue, shares, clock } = this.parts;
    if (voteSource === undefined || job.source.kind !== 'kinopoisk')
      return this.finish(job, worker, 'profile_not_found');
    const rest = await this.restWithoutCalls(1);
    if (rest) return rest;
    try {
      await shares.takeImportCall(owner);
      const found = await voteSource.votes(job.source.kinopoiskUserId, page);
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

  /** The remaining calls of the day are reserved for waiting users. */
  private async restWithoutCalls(calls: number): Promise<ImportProgress | undefined> {
    const { apiQuota, clock } = this.parts;
    const now = clock.now();
    if (backgroundCallsLeft(await apiQuota.quota(now), now) >= calls) return undefined;
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

/** A film that the owner may not add to the shelf does not match, however it was identified. */
async function unlessRestricted(
  { view }: Step,
  found: readonly { row: number; match: FilmMatch }[],
): Promise<RowDecision[]> {
  const matched = found.flatMap(({ match }) => (match.outcome === 'matched' ? [match.kinopoiskId] : []));
  const restricted = await view.restrictedOf(matched);
  return found.map(({ row, match }) =>
    match.outcome === 'matched' && restricted.has(match.kinopoiskId)
      ? { row, match: { outcome: 'restricted', kinopoiskId: match.kinopoiskId } }
      : { row, match },
  );
}

/**
 * The row of a vote holds only what a teaser shows, because the import's owner may read the row of a restricted film.
 */
function toRow({ film, userRating }: Vote): ListRow {
  const title = titleOf(film);
  return {
    film: {
      kinopoiskId: film.kinopoiskId,
      imdbId: null,
      titles: title === null ? [] : [title],
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
