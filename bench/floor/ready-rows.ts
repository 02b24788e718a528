import { onServer } from '../../tests/support/postgres-server.ts';

/** Rows with the JSON of each film as the service returns it, for the floor to read. */
const READY_ROWS = `
  create table bench_films (kinopoisk_id integer primary key, movie text not null, preview text not null)`;

/** Fields of a film that a search does not show. */
const NOT_IN_PREVIEWS = ['trailer', 'rating_imdb', 'age_limit', 'imdb_id', 'fetched_at'];

/** Asks the service for every film and stores its answer, so that the floor returns the same bytes. */
export async function prepareReadyRows(databaseUrl: string, read: (path: string) => Promise<string>): Promise<void> {
  await onServer(databaseUrl, async (sql) => {
    await sql.unsafe(READY_ROWS);
    for (const { id } of await sql<{ id: number }[]>`select kinopoisk_id id from movies`) {
      const movie = await read(`/movies/${id}`);
      const shown = Object.entries(JSON.parse(movie) as object).filter(([name]) => !NOT_IN_PREVIEWS.includes(name));
      await sql`insert into bench_films values (${id}, ${movie}, ${JSON.stringify(Object.fromEntries(shown))})`;
    }
    await sql.unsafe('vacuum analyze');
  });
}
