import { BackgroundActors } from '../../src/application/accounts/background-actors.ts';
import { FilmVisibility } from '../../src/application/films/film-visibility.ts';
import type { FilmSource } from '../../src/application/films/ports/film-source.ts';
import { FilmMatcher } from '../../src/application/imports/film-matcher.ts';
import { ImportProcessor } from '../../src/application/imports/import-processor.ts';
import type { FilmIndex } from '../../src/application/imports/ports/film-index.ts';
import type { VoteSource } from '../../src/application/imports/ports/vote-source.ts';
import type { FixedClock } from '../fakes/fixed-clock.ts';
import { InMemoryAccessRules } from '../fakes/in-memory-access-rules.ts';
import { InMemoryApiQuota } from '../fakes/in-memory-api-quota.ts';
import { InMemoryFavoriteMovieRepository } from '../fakes/in-memory-favorite-movie-repository.ts';
import { InMemoryFilmIndex } from '../fakes/in-memory-film-index.ts';
import { InMemoryImportQueue } from '../fakes/in-memory-import-queue.ts';
import { InMemoryImportRepository } from '../fakes/in-memory-import-repository.ts';
import { InMemoryImportStore } from '../fakes/in-memory-import-store.ts';
import { InMemoryMovieRepository } from '../fakes/in-memory-movie-repository.ts';
import { InMemoryUserRepository } from '../fakes/in-memory-user-repository.ts';
import type { limitsWith } from './catalog.ts';
import { aCatalog } from './catalog.ts';
import { aUser } from './user.ts';

/** Empty fakes of all repositories that imports use. They share their data. */
export function anImportStore() {
  const users = new InMemoryUserRepository();
  const movies = new InMemoryMovieRepository();
  const favorites = new InMemoryFavoriteMovieRepository(movies);
  const store = new InMemoryImportStore(users, movies, favorites);
  const [imports, queue] = [new InMemoryImportRepository(store), new InMemoryImportQueue(store)];
  return { users, movies, favorites, imports, queue };
}

/** The processing of imports over fakes, with accounts of several users. {@link aUser} is the first. */
export async function anImportWork({
  clock,
  source,
  people = [aUser()],
  index,
  limits = {},
}: {
  clock: FixedClock;
  source: (FilmSource & VoteSource) | undefined;
  index?: FilmIndex;
  people?: readonly ReturnType<typeof aUser>[];
  limits?: Parameters<typeof limitsWith>[0];
}) {
  const stored = anImportStore();
  for (const user of people) await stored.users.add(user, { passwordHash: 'hash', usernameSkeleton: null });
  const { movies, users, queue } = stored;
  const [rules, budget] = [new InMemoryAccessRules(), new InMemoryApiQuota()];
  const [backgroundActors, visibility] = [new BackgroundActors(users, rules), new FilmVisibility(rules, clock)];
  const { catalog, search, shares } = aCatalog({ clock, source, movies, limits });
  const parts = { index: index ?? new InMemoryFilmIndex(movies), movies, catalog, search, source };
  const matcher = new FilmMatcher(parts);
  const work = new ImportProcessor({
    queue,
    matcher,
    movies,
    voteSource: source,
    apiQuota: budget,
    shares,
    backgroundActors,
    visibility,
    clock,
  });
  return { ...stored, rules, budget, visibility, catalog, matcher, work };
}
