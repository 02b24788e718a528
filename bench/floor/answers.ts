import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { searchQuery } from '../../src/domain/films/search-query.ts';
import type { TokenBox } from './token-box.ts';

/** `path`: without the query. `body`: the text received. `caller`: id of the user whose token was verified. */
export type FloorRequest = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly caller: string;
};

/** @returns the body */
export type FloorAnswer = (request: FloorRequest) => Promise<string> | string;

const PER_PAGE = 12;
const SESSION_DAYS = 30;

/**
 * Answers each route with the least SQL that gives the same bytes as the service: one prepared statement over rows that
 * contain the finished JSON (`bench_films`). A log-in takes two, because the hash must be known before it is verified.
 */
export async function floorAnswers(sql: Sql, tokens: TokenBox, verify: PasswordCheck) {
  const permissions = await permissionsByRole(sql);
  const roles = sql`array(select role_name from user_roles where user_id = users.id order by role_name)`;

  const permissionsOf = (held: readonly string[]) =>
    [...new Set(held.flatMap((role) => permissions.get(role) ?? []))].toSorted();

  const user: FloorAnswer = async ({ caller }) => {
    const [row] = await sql`
      select id, username, email, name, surname, favorite_genre_id, created_at, ${roles} roles
      from users where id = ${caller} and is_active`;
    const { favorite_genre_id: genre, created_at: at, roles: given, ...names } = row as UserRow;
    const held = ['user', ...given];
    return JSON.stringify({
      ...names,
      favorite_genre: genre,
      favourite_genre: genre,
      roles: held,
      permissions: permissionsOf(['anonymous', ...held]),
      created_at: at.toISOString(),
    });
  };

  const shelf: FloorAnswer = async ({ caller }) => {
    const rows = await sql<ShelfRow[]>`
      select movie, user_rating, note, watched_at::text, added_at
      from favorite_movies join bench_films using (kinopoisk_id)
      where user_id = ${caller} order by added_at desc, kinopoisk_id`;
    return list(rows, ({ movie, ...own }) => `${movie.slice(0, -1)},${JSON.stringify(own).slice(1)}`);
  };

  const film: FloorAnswer = async ({ path }) => {
    const [row] = await sql<{ movie: string }[]>`
      select movie from bench_films where kinopoisk_id = ${path.slice('/movies/'.length)}`;
    return row?.movie ?? '';
  };

  const search: FloorAnswer = async ({ query }) => {
    const rows = await sql<{ preview: string }[]>`
      select preview
      from searches cross join unnest(kinopoisk_ids) with ordinality found (kinopoisk_id, place)
        join bench_films using (kinopoisk_id)
      where query = ${searchQuery(query.get('query') ?? '')} and page = 1 order by place`;
    return list(rows, ({ preview }) => preview);
  };

  const catalogue: FloorAnswer = async ({ query }) => {
    const rows = await sql<{ movie: string }[]>`
      select movie from (
        select kinopoisk_id, stored_order from movies where is_complete
        order by stored_order limit ${PER_PAGE} offset ${(Number(query.get('page')) - 1) * PER_PAGE}
      ) listed join bench_films using (kinopoisk_id) order by stored_order`;
    return list(rows, ({ movie }) => movie);
  };

  const genres: FloorAnswer = async () => JSON.stringify(await sql`select id, name from genres order by id`);

  const directors: FloorAnswer = async () => JSON.stringify(await sql`select id, name from directors order by id`);

  const logIn: FloorAnswer = async ({ body }) => {
    const { login, password } = JSON.parse(body) as { login: string; password: string };
    const [row] = await sql<AccountRow[]>`
      select id, password_hash, token_version, ${roles} roles from users where username = ${login} and is_active`;
    if (row === undefined || !(await verify(row.password_hash, password))) throw new Error('wrong password');
    const session = randomUUID();
    const [now, idle] = [new Date(), new Date(Date.now() + SESSION_DAYS * 86_400_000)];
    await sql`
      with started as (
        insert into sessions (user_id, id, address, created_at, last_used_at, idle_expires_at, expires_at)
        values (${row.id}, ${session}, '192.0.2.1', ${now}, ${now}, ${idle}, ${idle}::timestamptz + interval '60 days'))
      insert into login_events (user_id, id, at, outcome, address, address_block, session_id)
      values (${row.id}, ${randomUUID()}, ${now}, 'success', '192.0.2.1', '192.0.2.1', ${session})`;
    return tokens.pair({ ...row, session, counter: 0, idleExpiresAt: idle });
  };

  const renewal: FloorAnswer = async ({ body }) => {
    const { refresh_token: presented } = JSON.parse(body) as { refresh_token: string };
    const { userId, sessionId, counter } = tokens.readRefresh(presented);
    const now = new Date();
    const [row] = await sql<RenewedRow[]>`
      update sessions set counter = counter + 1, last_used_at = ${now},
        idle_expires_at = least(expires_at, ${now}::timestamptz + ${SESSION_DAYS} * interval '1 day')
      from users
      where user_id = ${userId} and sessions.id = ${sessionId} and counter = ${counter} and idle_expires_at > ${now}
        and users.id = user_id and is_active
      returning users.id, token_version, ${roles} roles, counter, idle_expires_at`;
    if (row === undefined) throw new Error('the session is over');
    return tokens.pair({
      ...row,
      session: sessionId,
      counter: Number(row.counter),
      idleExpiresAt: row.idle_expires_at,
    });
  };

  return { user, shelf, film, search, catalogue, genres, directors, 'log-in': logIn, renewal };
}

export type PasswordCheck = (passwordHash: string, password: string) => Promise<boolean>;

type UserRow = {
  readonly favorite_genre_id: number | null;
  readonly created_at: Date;
  readonly roles: readonly string[];
};
type ShelfRow = { readonly movie: string } & Readonly<Record<string, unknown>>;
type AccountRow = {
  readonly id: string;
  readonly password_hash: string;
  readonly token_version: number;
  readonly roles: readonly string[];
};
type RenewedRow = Omit<AccountRow, 'password_hash'> & { readonly counter: string; readonly idle_expires_at: Date };

async function permissionsByRole(sql: Sql): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ name: string; permissions: string[] }[]>`select name, permissions from roles`;
  return new Map(rows.map(({ name, permissions }) => [name, permissions]));
}

function list<T>(rows: readonly T[], text: (row: T) => string): string {
  return `[${rows.map(text).join(',')}]`;
}
