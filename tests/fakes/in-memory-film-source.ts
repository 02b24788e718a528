import type { FilmSource, FilmsOfList, SourceCall } from '../../src/application/films/ports/film-source.ts';
import { SEARCH_PAGE_SIZE } from '../../src/application/films/ports/film-source.ts';
import type { QuotaSource } from '../../src/application/films/ports/quota-source.ts';
import type { Vote, VoteSource, VotesPage } from '../../src/application/imports/ports/vote-source.ts';
import { VOTES_PAGE_SIZE } from '../../src/application/imports/ports/vote-source.ts';
import type { FilmList } from '../../src/domain/films/film-lists.ts';
import type { FilmRecord } from '../../src/domain/films/movie.ts';
import type { CallPurpose, Quota } from '../../src/domain/films/quota-day.ts';
import type { FixedClock } from './fixed-clock.ts';

type Question = keyof FilmSource | keyof VoteSource;

const ALL_QUESTIONS = ['search', 'find', 'directors', 'trailer', 'findByImdbId', 'listed', 'votes'] as const;
const LIST_PAGE_SIZE = 20;

/**
 * A source with the films that a test adds, with all their data. A search finds films with the words in a name, in the
 * order in which they were added. A test can make a question fail, or make it take time on the clock.
 */
export class InMemoryFilmSource implements FilmSource, VoteSource, QuotaSource {
  /**
   * All questions, oldest first: `find 301`, `search матрица, page 1`; `extra find 301` for another purpose than
   * `asked`.
   */
  readonly calls: string[] = [];
  reportedQuota: Quota | undefined;
  private readonly films = new Map<number, FilmRecord>();
  private readonly lists = new Map<FilmList, readonly FilmRecord[]>();
  private readonly profiles = new Map<number, readonly Vote[]>();
  private readonly failures = new Map<Question, Error>();
  private readonly latencies = new Map<Question, number>();

  constructor(private readonly clock: FixedClock) {}

  knows(...films: readonly FilmRecord[]): void {
    for (const film of films) this.films.set(film.kinopoiskId, film);
  }

  /** Sets the films of a list. Other lists are empty. */
  hasList(list: FilmList, films: readonly FilmRecord[]): void {
    this.lists.set(list, films);
  }

  /** Adds a profile with public votes. There are no other profiles. */
  shows(userId: number, votes: readonly Vote[]): void {
    this.profiles.set(userId, votes);
  }

  /**
   * From now on these questions, or all, fail with this error. An error that is not a failure of a film source is a
   * fault of the service.
   */
  fails(failure: Error, questions: readonly Question[] = ALL_QUESTIONS) {
    for (const question of questions) this.failures.set(question, failure);
  }

  recovers(): void {
    this.failures.clear();
  }

  takesSeconds(question: Question, seconds: number): void {
    this.latencies.set(question, seconds);
  }

  async search(
    query: string,
    page: number,
    { purpose }: Pick<SourceCall, 'purpose'> = { purpose: 'asked' },
  ): Promise<{ films: readonly FilmRecord[]; total: number }> {
    this.ask('search', `${query}, page ${page}`, purpose);
    const found = [...this.films.values()].filter((film) => hasInName(film, query));
    const start = (page - 1) * SEARCH_PAGE_SIZE;
    const films = found.slice(start, start + SEARCH_PAGE_SIZE);
    const total = films.length > 0 ? found.length : 0;
    return { films: films.map((film) => ({ ...bare(film), fetchedAt: null })), total };
  }

  async find(
    kinopoiskId: number,
    { purpose }: Pick<SourceCall, 'purpose'> = { purpose: 'asked' },
  ): Promise<FilmRecord | undefined> {
    this.ask('find', kinopoiskId, purpose);
    const film = this.films.get(kinopoiskId);
    return film && { ...bare(film), fetchedAt: this.clock.now() };
  }

  async findByImdbId(imdbId: string): Promise<FilmRecord | undefined> {
    this.ask('findByImdbId', imdbId);
    const film = [...this.films.values()].find((each) => each.imdbId === imdbId);
    return film && { ...bare(film), fetchedAt: null };
  }

  async listed(
    list: FilmList,
    page: number,
    { purpose }: Pick<SourceCall, 'purpose'> = { purpose: 'extra' },
  ): Promise<FilmsOfList> {
    this.ask('listed', `${list}, page ${page}`, purpose);
    const films = this.lists.get(list) ?? [];
    const start = (page - 1) * LIST_PAGE_SIZE;
    return {
      films: films.slice(start, start + LIST_PAGE_SIZE).map((film) => ({ ...bare(film), fetchedAt: null })),
      pages: Math.ceil(films.length / LIST_PAGE_SIZE),
    };
  }

  async votes(userId: number, page: number): Promise<VotesPage | undefined> {
    this.ask('votes', `${userId}, page ${page}`);
    const votes = this.profiles.get(userId);
    const start = (page - 1) * VOTES_PAGE_SIZE;
    return votes && { votes: votes.slice(start, start + VOTES_PAGE_SIZE), total: votes.length };
  }

  async directors(kinopoiskId: number): Promise<NonNullable<FilmRecord['directors']>> {
    this.ask('directors', kinopoiskId);
    return this.films.get(kinopoiskId)?.directors ?? [];
  }

  async trailer(kinopoiskId: number): Promise<string | null> {
    this.ask('trailer', kinopoiskId);
    return this.films.get(kinopoiskId)?.trailerUrl ?? null;
  }

  async quota(): Promise<Quota | undefined> {
    return this.reportedQuota;
  }

  private ask(question: Question, about: string | number, purpose: CallPurpose = 'asked'): void {
    this.calls.push(`${purpose === 'asked' ? '' : `${purpose} `}${question} ${about}`);
    this.clock.advanceSeconds(this.latencies.get(question) ?? 0);
    const failure = this.failures.get(question);
    if (failure) throw failure;
  }
}

/** A film without the data that cards and search results lack. */
function bare(film: FilmRecord): FilmRecord {
  return { ...film, directors: undefined, trailerUrl: undefined };
}

function hasInName({ nameRu, nameOriginal, nameEn }: FilmRecord, words: string): boolean {
  return [nameRu, nameOriginal, nameEn].some((name) => name?.toLowerCase().includes(words.toLowerCase()));
}
