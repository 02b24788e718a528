import { DrizzleFavoriteMovieRepository } from '../../src/adapters/persistence/shelf/drizzle-favorite-movie-repository.ts';
import type { Effort, Finding } from '../finding.ts';
import { figure } from '../finding.ts';
import { CALLER, recordedStatements } from '../recorded-statements.ts';
import type { Rig } from '../rig.ts';
import { FILMS_ON_A_SHELF, spread, tokensOf } from '../rig.ts';
import { compare, inWords, shareOfFloor } from '../side-by-side.ts';

const SHELF = '/movies/favorites';
const FEW_ROWS = 10_000;
/** Whose shelves are asked for, spread over all of them. */
const CALLERS = 800;

/** Shelves of 12 films: beside the floor, and in a small and a big table. */
export async function shelves(rig: Rig, effort: Effort): Promise<Finding[]> {
  const few = Math.floor(FEW_ROWS / FILMS_ON_A_SHELF);
  const many = Math.floor(effort.favorites / FILMS_ON_A_SHELF);
  const smallUrl = await rig.createDatabase(few);
  const small = await sideOf(rig, smallUrl, few);
  const floor = await rig.startFloor(smallUrl, { [SHELF]: await shelfStatements() });
  const besideFloor = await compare({ beside: { ...small, ...floor }, service: small }, effort);

  const big = await sideOf(rig, await rig.createDatabase(many), many);
  const grown = await compare({ beside: small, service: big }, effort);
  const slower = 1 / grown.ratio;
  return [
    shareOfFloor('`GET /movies/favorites`, 12 films', besideFloor, 0.7),
    {
      what: `the same with ${effort.favorites.toLocaleString('en')} rows in the table (beside: ${FEW_ROWS.toLocaleString('en')})`,
      beside: inWords(grown.beside),
      service: inWords(grown.service),
      ratio: `${figure(slower)} of the time`,
      target: 'at most 1.2 of the time',
      isMet: slower <= 1.2,
    },
  ];
}

async function sideOf(rig: Rig, databaseUrl: string, people: number) {
  const service = await rig.startService(databaseUrl);
  return { ...service, paths: [SHELF], tokens: await tokensOf(spread(CALLERS, people)) };
}

function shelfStatements() {
  return recordedStatements(async (database) => {
    const shelf = new DrizzleFavoriteMovieRepository(database).stream(CALLER, { sort: 'added_at' });
    await Array.fromAsync(shelf);
  });
}
