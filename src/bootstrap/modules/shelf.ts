import { MovieCatalog } from '../../application/films/movie-catalog.ts';
import { FilmVisibility } from '../../application/films/film-visibility.ts';
import { AddFavoriteMovie } from '../../application/shelf/add-favorite-movie.ts';
import { ChangeFavoriteMovie } from '../../application/shelf/change-favorite-movie.ts';
import { ChangeShelf } from '../../application/shelf/change-shelf.ts';
import { ExportShelf } from '../../application/shelf/export-shelf.ts';
import { GetShelfStats } from '../../application/shelf/get-shelf-stats.ts';
import { ListFavoriteMovies } from '../../application/shelf/list-favorite-movies.ts';
import { ListShelfChanges } from '../../application/shelf/list-shelf-changes.ts';
import { RemoveFavoriteMovie } from '../../application/shelf/remove-favorite-movie.ts';
import type { BindUseCase } from './module.ts';
import type { Get } from '../tokens.ts';
import { tokens } from '../tokens.ts';

/** What people do with their shelves. */
export function bindShelf(bind: BindUseCase, get: Get): void {
  const favorites = () => get(tokens.favoriteMovieRepository);
  const visibility = () => get(FilmVisibility);
  const clock = () => get(tokens.clock);
  bind(AddFavoriteMovie, () => new AddFavoriteMovie(favorites(), get(MovieCatalog), visibility(), clock()));
  bind(ListFavoriteMovies, () => new ListFavoriteMovies(favorites(), visibility()));
  bind(ChangeFavoriteMovie, () => new ChangeFavoriteMovie(favorites(), visibility(), clock()));
  bind(RemoveFavoriteMovie, () => new RemoveFavoriteMovie(favorites(), clock()));
  bind(
    ChangeShelf,
    () => new ChangeShelf(favorites(), get(tokens.movieRepository), get(MovieCatalog), visibility(), clock()),
    ({ add, remove }) => ({ add: add.length, remove: remove.length }),
  );
  bind(GetShelfStats, () => new GetShelfStats(get(tokens.shelfStatistics)));
  bind(ListShelfChanges, () => new ListShelfChanges(favorites(), visibility(), get(tokens.shelfCursors)));
  bind(
    ExportShelf,
    () => new ExportShelf(favorites(), visibility(), get(tokens.shelfFiles)),
    ({ format }) => ({ format }),
  );
}
