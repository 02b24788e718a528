import { createHash } from 'node:crypto';
import { FailureCachingFilmSource } from '../../adapters/kinopoisk/failure-caching-film-source.ts';
import { KinopoiskCalls } from '../../adapters/kinopoisk/kinopoisk-calls.ts';
import { KinopoiskFilmSource } from '../../adapters/kinopoisk/kinopoisk-film-source.ts';
import { KINOPOISK_PACING, questionsOfOne } from '../../adapters/kinopoisk/kinopoisk-pacing.ts';
import { CachingLookupRepository } from '../../adapters/persistence/films/caching-lookup-repository.ts';
import { DrizzleLookupRepository } from '../../adapters/persistence/films/drizzle-lookup-repository.ts';
import { DrizzleMovieRepository } from '../../adapters/persistence/films/drizzle-movie-repository.ts';
import { directors, genres } from '../../adapters/persistence/films/films-tables.ts';
import { MovieDocuments } from '../../adapters/persistence/films/movie-documents.ts';
import { DrizzleApiQuota } from '../../adapters/persistence/films/upstream/drizzle-api-quota.ts';
import { DrizzleEnrichmentQueue } from '../../adapters/persistence/films/upstream/drizzle-enrichment-queue.ts';
import { DrizzleFilmListRepository } from '../../adapters/persistence/films/upstream/drizzle-film-list-repository.ts';
import { DrizzleMissingFilmCache } from '../../adapters/persistence/films/upstream/drizzle-missing-film-cache.ts';
import { DrizzleSearchRepository } from '../../adapters/persistence/films/upstream/drizzle-search-repository.ts';
import { FilmSearch } from '../../application/films/film-search.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { GetDirector } from '../../application/films/get-director.ts';
import { GetGenre } from '../../application/films/get-genre.ts';
import { GetMovie } from '../../application/films/get-movie.ts';
import { ListDirectors } from '../../application/films/list-directors.ts';
import { ListGenres } from '../../application/films/list-genres.ts';
import { ListMovies } from '../../application/films/list-movies.ts';
import { MovieCatalog } from '../../application/films/movie-catalog.ts';
import type { FilmSource } from '../../application/films/ports/film-source.ts';
import { SearchMovies } from '../../application/films/search-movies.ts';
import { SeedCatalogue } from '../../application/films/seed-catalogue.ts';
import { BackgroundRevalidation } from '../../application/films/upstream/background-revalidation.ts';
import { CallShares } from '../../application/films/upstream/call-shares.ts';
import { EnrichMovie } from '../../application/films/upstream/enrich-movie.ts';
import { EnrichmentJob } from '../../application/films/upstream/enrichment-job.ts';
import { GetQuota } from '../../application/films/upstream/get-quota.ts';
import { LearnQuota } from '../../application/films/upstream/learn-quota.ts';
import { PurgeCachedAnswers } from '../../application/films/upstream/purge-cached-answers.ts';
import { ShowQuota } from '../../application/films/upstream/show-quota.ts';
import { WarmCatalogue } from '../../application/films/upstream/warm-catalogue.ts';
import { WarmingJob } from '../../application/films/upstream/warming-job.ts';
import { nextTraceparent } from '../next-traceparent.ts';
import { publishFilmSource } from '../publish-gauges.ts';
import type { Get, Token } from '../tokens.ts';
import { tokens } from '../tokens.ts';
import type { Binding, Module, Resources } from './module.ts';
import { observers } from './module.ts';

/** One adapter implements three ports. */
const kinopoisk: Token<KinopoiskFilmSource | undefined> = Symbol('KinopoiskFilmSource');
const cachingKinopoisk: Token<FailureCachingFilmSource | undefined> = Symbol('FailureCachingFilmSource');

/** Films: the catalogue, the search, Kinopoisk, and the use of its quota. */
export const bindFilms: Module = (binding, resources) => {
  const { bind, bindUseCase, get } = binding;
  const { database } = resources;
  const lists = {
    genres: new CachingLookupRepository(new DrizzleLookupRepository(database, genres), database),
    directors: new CachingLookupRepository(new DrizzleLookupRepository(database, directors), database),
  };
  const onSaved = () => {
    for (const list of Object.values(lists)) list.forget();
  };
  bind(tokens.movieRepository, () => new DrizzleMovieRepository(database, onSaved));
  bind(MovieDocuments, () => new MovieDocuments(database));
  bind(tokens.genreRepository, () => lists.genres);
  bind(tokens.directorRepository, () => lists.directors);
  bind(tokens.enrichmentQueue, () => new DrizzleEnrichmentQueue(database));
  bind(tokens.filmListRepository, () => new DrizzleFilmListRepository(database));
  bindFilmSource(binding, resources);
  bindFilmServices(binding, resources);
  bindUseCase(SearchMovies, () => new SearchMovies(get(FilmSearch), get(FilmVisibility)));
  bindUseCase(GetMovie, () => new GetMovie(get(MovieCatalog), get(FilmVisibility)));
  bindUseCase(ListMovies, () => new ListMovies(get(tokens.movieRepository), get(FilmVisibility)));
  bindUseCase(
    EnrichMovie,
    () => new EnrichMovie(get(MovieCatalog)),
    ({ kinopoiskId }) => ({ kinopoisk_id: kinopoiskId }),
  );
  bindUseCase(
    WarmCatalogue,
    () => new WarmCatalogue(filmSourceFor(get), get(tokens.movieRepository), get(tokens.metrics)),
    ({ list, page }, read) => ({ list, page, pages: read?.pages, films: read?.films, added: read?.added }),
  );
  bindUseCase(
    ShowQuota,
    () =>
      new ShowQuota(
        get(tokens.apiQuota),
        get(tokens.filmListRepository),
        get(tokens.movieRepository),
        get(tokens.clock),
      ),
  );
  bindUseCase(GetQuota, () => new GetQuota(get(tokens.filmSource), get(tokens.apiQuota), get(tokens.clock)));
  bindUseCase(LearnQuota, () => new LearnQuota(get(tokens.quotaSource), get(tokens.apiQuota), get(tokens.clock)));
  bindUseCase(
    PurgeCachedAnswers,
    () => new PurgeCachedAnswers(get(tokens.searchRepository), get(tokens.missingFilms), get(tokens.clock)),
    (_input, forgotten) => ({ searches: forgotten?.searches, unknown_films: forgotten?.missingFilms }),
  );
  bindUseCase(
    SeedCatalogue,
    () => new SeedCatalogue(get(tokens.movieRepository)),
    (_films, seeding) => ({ ...seeding }),
  );
  bindUseCase(ListGenres, () => new ListGenres(get(tokens.genreRepository)));
  bindUseCase(GetGenre, () => new GetGenre(get(tokens.genreRepository)));
  bindUseCase(ListDirectors, () => new ListDirectors(get(tokens.directorRepository)));
  bindUseCase(GetDirector, () => new GetDirector(get(tokens.directorRepository)));
  publishFilmSource(get, resources.metrics);
};

/** Kinopoisk, the caches of its answers, and its quota. */
function bindFilmSource({ bind, get }: Binding, { settings, database, currentRequest }: Resources): void {
  const { KINOPOISK_API_KEY: apiKey, KINOPOISK_BASE_URL: baseUrl, KINOPOISK_DAILY_QUOTA: dailyLimit } = settings;
  bind(tokens.searchRepository, () => new DrizzleSearchRepository(database));
  bind(tokens.missingFilms, () => new DrizzleMissingFilmCache(database));
  bind(
    tokens.apiQuota,
    () => new DrizzleApiQuota(database, { account: accountOf(apiKey), dailyLimit, pacing: KINOPOISK_PACING }),
  );
  bind(KinopoiskCalls, () => new KinopoiskCalls(get(tokens.apiQuota), get(tokens.metrics), get(tokens.clock)));
  bind(kinopoisk, () => {
    if (apiKey === undefined) return undefined;
    const calls = { baseUrl, apiKey, traceparent: () => nextTraceparent(currentRequest()) };
    return new KinopoiskFilmSource(calls, get(KinopoiskCalls), get(tokens.clock));
  });
  bind(cachingKinopoisk, () => {
    const source = get(kinopoisk);
    return source && new FailureCachingFilmSource(source, get(tokens.clock));
  });
  bind(tokens.filmSource, () => get(cachingKinopoisk));
  bind(tokens.voteSource, () => get(cachingKinopoisk));
  bind(tokens.quotaSource, () => get(kinopoisk));
}

/**
 * The catalogue and the search over stored films and the film source, and the jobs that complete and add films later.
 */
function bindFilmServices({ bind, get }: Binding, { settings, asService }: Resources): void {
  const { LIMIT_KINOPOISK_NEW_FOR_DAYS: newForDays, KINOPOISK_LARGEST_ID: largestId } = settings;
  bind(FilmVisibility, () => new FilmVisibility(get(tokens.accessRules), get(tokens.clock)));
  bind(CallShares, () => new CallShares(get(tokens.rateLimiter), get(tokens.clock), newForDays));
  bind(BackgroundRevalidation, () => new BackgroundRevalidation(observers(get), asService));
  const parts = () => ({
    movies: get(tokens.movieRepository),
    source: get(tokens.filmSource),
    shares: get(CallShares),
    mostQuestionsOfOne: questionsOfOne(KINOPOISK_PACING),
    revalidation: get(BackgroundRevalidation),
    metrics: get(tokens.metrics),
    clock: get(tokens.clock),
    asService,
  });
  bind(MovieCatalog, () => new MovieCatalog({ ...parts(), largestId, missingFilms: get(tokens.missingFilms) }));
  bind(FilmSearch, () => new FilmSearch({ ...parts(), searches: get(tokens.searchRepository) }));
  bind(
    EnrichmentJob,
    () =>
      new EnrichmentJob(
        get(tokens.enrichmentQueue),
        get(EnrichMovie),
        get(tokens.apiQuota),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
  bind(
    WarmingJob,
    () =>
      new WarmingJob(
        get(tokens.filmListRepository),
        get(WarmCatalogue),
        get(tokens.apiQuota),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
}

/** The film source, for work that needs an API key. */
function filmSourceFor(get: Get): FilmSource {
  const source = get(tokens.filmSource);
  if (source === undefined) throw new Error('without KINOPOISK_API_KEY there is no film source');
  return source;
}

/** Calls are counted for each API key, but the key itself is not stored. */
function accountOf(apiKey = ''): string {
  return createHash('sha256').update(`kinopoisk account ${apiKey}`).digest('base64url');
}
