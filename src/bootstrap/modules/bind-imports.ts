import type { Container } from 'inversify';
import type { OpenDatabase } from '../../adapters/persistence/engine/database.ts';
import { DrizzleFilmIndex } from '../../adapters/persistence/imports/drizzle-film-index.ts';
import { DrizzleImportQueue } from '../../adapters/persistence/imports/drizzle-import-queue.ts';
import { DrizzleImportRepository } from '../../adapters/persistence/imports/drizzle-import-repository.ts';
import { TextFilmListFiles } from '../../adapters/files/text-film-list-files.ts';
import { BackgroundActors } from '../../application/imports/background-actors.ts';
import { CallShares } from '../../application/films/upstream/call-shares.ts';
import { FilmMatcher } from '../../application/imports/film-matcher.ts';
import { FilmSearch } from '../../application/films/film-search.ts';
import { ImportWorker } from '../../application/imports/import-worker.ts';
import { ImportProcessor } from '../../application/imports/import-processor.ts';
import { MovieCatalog } from '../../application/films/movie-catalog.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { AdvanceImport } from '../../application/imports/advance-import.ts';
import { CancelImport } from '../../application/imports/cancel-import.ts';
import { ChooseFilmOfRow } from '../../application/imports/choose-film-of-row.ts';
import { ExportUnmatchedRows } from '../../application/imports/export-unmatched-rows.ts';
import { GetImport } from '../../application/imports/get-import.ts';
import { ListImportRows } from '../../application/imports/list-import-rows.ts';
import { ListImports } from '../../application/imports/list-imports.ts';
import { PurgeImports } from '../../application/imports/purge-imports.ts';
import { StartImport } from '../../application/imports/start-import.ts';
import type { BindUseCase } from './bind-use-case.ts';
import type { Get, Token } from '../tokens.ts';
import { tokens } from '../tokens.ts';

type Bind = <Port>(port: Token<Port>, make: (get: Get) => Port) => void;

export function bindImportPorts(bind: Bind, database: OpenDatabase): void {
  bind(tokens.filmIndex, () => new DrizzleFilmIndex(database));
  bind(tokens.filmListFiles, () => new TextFilmListFiles());
  bind(tokens.importQueue, () => new DrizzleImportQueue(database));
  bind(tokens.importRepository, () => new DrizzleImportRepository(database));
}

/** What only imports work with. */
export function bindImportServices(container: Container, get: Get): void {
  container
    .bind(BackgroundActors)
    .toDynamicValue(() => new BackgroundActors(get(tokens.userRepository), get(tokens.accessRules)));
  container.bind(FilmMatcher).toDynamicValue(
    () =>
      new FilmMatcher({
        index: get(tokens.filmIndex),
        movies: get(tokens.movieRepository),
        catalog: get(MovieCatalog),
        search: get(FilmSearch),
        source: get(tokens.filmSource),
      }),
  );
  container.bind(ImportProcessor).toDynamicValue(
    () =>
      new ImportProcessor({
        queue: get(tokens.importQueue),
        matcher: get(FilmMatcher),
        movies: get(tokens.movieRepository),
        voteSource: get(tokens.voteSource),
        budget: get(tokens.apiQuota),
        shares: get(CallShares),
        backgroundActors: get(BackgroundActors),
        visibility: get(FilmVisibility),
        clock: get(tokens.clock),
      }),
  );
  container
    .bind(ImportWorker)
    .toDynamicValue(
      () => new ImportWorker(get(tokens.importQueue), get(AdvanceImport), get(tokens.clock), get(tokens.idGenerator)),
    );
}

export function bindImports(bind: BindUseCase, get: Get): void {
  bind(
    StartImport,
    () =>
      new StartImport(
        get(tokens.importRepository),
        get(tokens.filmListFiles),
        get(tokens.voteSource),
        get(tokens.clock),
        get(tokens.idGenerator),
      ),
  );
  bind(
    AdvanceImport,
    () => new AdvanceImport(get(ImportProcessor), get(tokens.clock)),
    ({ job }) => ({ import: job.id, user: job.userId }),
  );
  bind(ListImports, () => new ListImports(get(tokens.importRepository)));
  bind(GetImport, () => new GetImport(get(tokens.importRepository)));
  bind(ListImportRows, () => new ListImportRows(get(tokens.importRepository)));
  bind(ExportUnmatchedRows, () => new ExportUnmatchedRows(get(tokens.importRepository), get(tokens.filmListFiles)));
  bind(
    ChooseFilmOfRow,
    () => new ChooseFilmOfRow(get(tokens.importRepository), get(MovieCatalog), get(FilmVisibility), get(tokens.clock)),
  );
  bind(CancelImport, () => new CancelImport(get(tokens.importRepository), get(tokens.clock)));
  bind(
    PurgeImports,
    () => new PurgeImports(get(tokens.importRepository), get(tokens.clock)),
    (_input, purged) => ({ ...purged }),
  );
}
