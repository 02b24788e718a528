import { TextFilmListFiles } from '../../adapters/files/text-film-list-files.ts';
import { DrizzleFilmIndex } from '../../adapters/persistence/imports/drizzle-film-index.ts';
import { DrizzleImportQueue } from '../../adapters/persistence/imports/drizzle-import-queue.ts';
import { DrizzleImportRepository } from '../../adapters/persistence/imports/drizzle-import-repository.ts';
import { BackgroundActors } from '../../application/accounts/background-actors.ts';
import { FilmSearch } from '../../application/films/film-search.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { MovieCatalog } from '../../application/films/movie-catalog.ts';
import { CallShares } from '../../application/films/upstream/call-shares.ts';
import { AdvanceImport } from '../../application/imports/advance-import.ts';
import { CancelImport } from '../../application/imports/cancel-import.ts';
import { ChooseFilmOfRow } from '../../application/imports/choose-film-of-row.ts';
import { ExportUnmatchedRows } from '../../application/imports/export-unmatched-rows.ts';
import { FilmMatcher } from '../../application/imports/film-matcher.ts';
import { GetImport } from '../../application/imports/get-import.ts';
import { ImportProcessor } from '../../application/imports/import-processor.ts';
import { ImportWorker } from '../../application/imports/import-worker.ts';
import { ListImportRows } from '../../application/imports/list-import-rows.ts';
import { ListImports } from '../../application/imports/list-imports.ts';
import { PurgeImports } from '../../application/imports/purge-imports.ts';
import { StartImport } from '../../application/imports/start-import.ts';
import { StoredData } from '../../application/shared/stored-data.ts';
import { tokens } from '../tokens.ts';
import type { Binding, Module } from './module.ts';

/** Imports: films from files and from profiles at Kinopoisk. */
export const bindImports: Module = ({ bind, bindUseCase, get }, { database }) => {
  bind(tokens.filmIndex, () => new DrizzleFilmIndex(database));
  bind(tokens.filmListFiles, () => new TextFilmListFiles());
  bind(tokens.importQueue, () => new DrizzleImportQueue(database));
  bind(tokens.importRepository, () => new DrizzleImportRepository(database));
  bind(
    FilmMatcher,
    () =>
      new FilmMatcher({
        index: get(tokens.filmIndex),
        movies: get(tokens.movieRepository),
        catalog: get(MovieCatalog),
        search: get(FilmSearch),
        source: get(tokens.filmSource),
      }),
  );
  bind(
    ImportProcessor,
    () =>
      new ImportProcessor({
        queue: get(tokens.importQueue),
        matcher: get(FilmMatcher),
        movies: get(tokens.movieRepository),
        voteSource: get(tokens.voteSource),
        apiQuota: get(tokens.apiQuota),
        shares: get(CallShares),
        backgroundActors: get(BackgroundActors),
        visibility: get(FilmVisibility),
        clock: get(tokens.clock),
      }),
  );
  bind(
    ImportWorker,
    () => new ImportWorker(get(tokens.importQueue), get(AdvanceImport), get(tokens.clock), get(tokens.idGenerator)),
  );
  bindImportUseCases({ bindUseCase, get });
};

function bindImportUseCases({ bindUseCase, get }: Pick<Binding, 'bindUseCase' | 'get'>): void {
  bindUseCase(
    StartImport,
    () =>
      new StartImport(
        get(tokens.importRepository),
        get(tokens.filmListFiles),
        get(tokens.voteSource),
        get(StoredData),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
  bindUseCase(
    AdvanceImport,
    () => new AdvanceImport(get(ImportProcessor), get(tokens.clock)),
    ({ job }) => ({ import: job.id, user: job.userId }),
  );
  bindUseCase(ListImports, () => new ListImports(get(tokens.importRepository)));
  bindUseCase(GetImport, () => new GetImport(get(tokens.importRepository)));
  bindUseCase(ListImportRows, () => new ListImportRows(get(tokens.importRepository)));
  bindUseCase(
    ExportUnmatchedRows,
    () => new ExportUnmatchedRows(get(tokens.importRepository), get(tokens.filmListFiles)),
  );
  bindUseCase(
    ChooseFilmOfRow,
    () => new ChooseFilmOfRow(get(tokens.importRepository), get(MovieCatalog), get(FilmVisibility), get(tokens.clock)),
  );
  bindUseCase(CancelImport, () => new CancelImport(get(tokens.importRepository), get(tokens.clock)));
  bindUseCase(
    PurgeImports,
    () => new PurgeImports(get(tokens.importRepository), get(tokens.clock)),
    (_input, purged) => ({ ...purged }),
  );
}
