import { TextShelfFiles } from '../../adapters/files/text-shelf-files.ts';
import { DrizzleFavoriteMovieRepository } from '../../adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import { DrizzleShelfStatistics } from '../../adapters/persistence/shelf/drizzle-shelf-statistics.ts';
import { HmacShelfCursors } from '../../adapters/security/hmac-shelf-cursors.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { MovieCatalog } from '../../application/films/movie-catalog.ts';
import { AddFavoriteMovie } from '../../application/shelf/add-favorite-movie.ts';
import { ChangeFavoriteMovie } from '../../application/shelf/change-favorite-movie.ts';
import { ChangeShelf } from '../../application/shelf/change-shelf.ts';
import { ExportShelf } from '../../application/shelf/export-shelf.ts';
import { GetShelfStats } from '../../application/shelf/get-shelf-stats.ts';
import { ListFavoriteMovies } from '../../application/shelf/list-favorite-movies.ts';
import { ListShelfChanges } from '../../application/shelf/list-shelf-changes.ts';
import { RemoveFavoriteMovie } from '../../application/shelf/remove-favorite-movie.ts';
import { tokens } from '../tokens.ts';
import type { Module } from './module.ts';

/** Shelves: their films, changes, statistics and files. */
export const bindShelf: Module = ({ bind, bindUseCase, get }, { keys, database }) => {
  bind(tokens.favoriteMovieRepository, () => new DrizzleFavoriteMovieRepository(database));
  bind(tokens.shelfStatistics, () => new DrizzleShelfStatistics(database));
  bind(tokens.shelfCursors, () => new HmacShelfCursors(keys));
  bind(tokens.shelfFiles, () => new TextShelfFiles());
  const favorites = () => get(tokens.favoriteMovieRepository);
  const visibility = () => get(FilmVisibility);
  const clock = () => get(tokens.clock);
  bindUseCase(AddFavoriteMovie, () => new AddFavoriteMovie(favorites(), get(MovieCatalog), visibility(), clock()));
  bindUseCase(ListFavoriteMovies, () => new ListFavoriteMovies(favorites(), visibility()));
  bindUseCase(ChangeFavoriteMovie, () => new ChangeFavoriteMovie(favorites(), visibility(), clock()));
  bindUseCase(RemoveFavoriteMovie, () => new RemoveFavoriteMovie(favorites(), clock()));
  bindUseCase(
    ChangeShelf,
    () => new ChangeShelf(favorites(), get(tokens.movieRepository), get(MovieCatalog), visibility(), clock()),
    ({ add, remove }) => ({ add: add.length, remove: remove.length }),
  );
  bindUseCase(GetShelfStats, () => new GetShelfStats(get(tokens.shelfStatistics)));
  bindUseCase(ListShelfChanges, () => new ListShelfChanges(favorites(), visibility(), get(tokens.shelfCursors)));
  bindUseCase(
    ExportShelf,
    () => new ExportShelf(favorites(), visibility(), get(tokens.shelfFiles)),
    ({ format }) => ({ format }),
  );
};
