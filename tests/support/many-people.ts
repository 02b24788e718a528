/**
 * SQL that inserts rows into every table: `count` people with sessions, log-ins, roles, shelves of `films` films and
 * finished imports, with some values that a careless copy would change. Films 1 to `films` must exist already.
 */
export function manyPeople(count: number, films: number): string {
  const id = (kind: number, n: string) => `('0198f0a0-0000-7000-8${kind}00-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  const people = `generate_series(1, ${count}) g`;
  const shelf = `${people}, generate_series(1, ${films}) f`;
  return `
    insert into genres (id, name) values (nextval('own_ids'), 'по мотивам комикса');
    insert into roles values ('editors', E'Line one\\nline two, "quoted" \\\\ и кириллица', '{movies:label:*,users:read}', false);
    insert into restrictions values ('new', '{"releasedWithinYears": 3}'), ('some', '{"kinopoiskIds": [1, 2147483647]}');
    insert into users (id, username, username_skeleton, email, password_hash, name, favorite_genre_id, is_superuser, token_version, created_at)
      select ${id(0, 'g')}, 'person' || g, 'skeleton' || g, case when g % 2 = 0 then 'person' || g || '@example.org' end,
        '$argon2id$' || g, case g % 3 when 0 then 'Zoë 👩‍🚀 ''; --' end, 1 + g % 3, g = 1, g % 5,
        timestamptz '2026-03-29 01:59:59.999Z' + g * interval '1 ms'
      from ${people};
    insert into sessions select ${id(0, 'g')}, ${id(1, 'g')}, 4294967295 - g, '2001:db8::1', case when g % 2 = 0 then 'curl' end,
      now(), now(), now() + interval '30 days', now() + interval '90 days' from ${people};
    insert into login_events select ${id(0, 'g')}, ${id(2, 'g')}, now(), 'success', '192.0.2.1', '192.0.2.1', null, ${id(1, 'g')} from ${people};
    insert into personal_tokens select ${id(0, 'g')}, ${id(3, 'g')}, 'дом', '{favorites:own}', 'hash ' || g, 'abcd', now(), now() + interval '90 days',
      case when g % 2 = 0 then now() end from ${people} where g % 3 = 0;
    insert into revocations (user_id, personal_tokens) select ${id(0, 'g')}, true from ${people} where g % 10 = 2;
    insert into revocations (user_id, min_version, except_session_id) select ${id(0, 'g')}, 1, ${id(1, 'g')} from ${people} where g % 10 = 0;
    insert into revocations (user_id, roles, is_superuser) select ${id(0, 'g')}, '{user,editors}', false from ${people} where g % 10 = 1;
    insert into user_roles select ${id(0, 'g')}, 'editors' from ${people} where g % 4 = 0;
    insert into favorite_movies select ${id(0, 'g')}, f, timestamptz '2026-01-01Z' + f * interval '1 day',
      case when f % 7 = 0 then E'заметка\\t' || f end, nullif(f % 11, 0), case when f % 2 = 0 then date '1895-01-01' + f end from ${shelf};
    insert into shelves select ${id(0, 'g')}, ${films} + 1, 0 from ${people};
    insert into shelf_changes select ${id(0, 'g')}, f, f, null from ${shelf};
    insert into shelf_changes select ${id(0, 'g')}, ${films} + 1, ${films} + 1, now() from ${people};
    insert into imports (user_id, id, format, is_dry_run, status, expected_rows, created_at, finished_at, leased_until)
      select ${id(0, 'g')}, ${id(3, 'g')}, 'table', false, 'done', 3, now(), now(), now() from ${people};
    insert into import_rows (user_id, import_id, row, said, outcome, confidence)
      select ${id(0, 'g')}, ${id(3, 'g')}, f, '{"film": {"title": "Матрица \\"1\\"", "year": 1999}}', 'not_found', 0.1 + 0.2
      from ${people}, generate_series(1, 3) f;
    insert into searches values ('матрица', 1, '{301,302}', 2, now());
    insert into unknown_films values (404, now());
    insert into title_words values ('nobodys') on conflict do nothing;
    insert into call_budgets (account, day, used, next_call_at, next_search_at) values ('key', '2026-11-30', 321, now(), now());
    insert into film_lists (name, next_page, due_at, read_at, failures) values ('popular', 7, now(), null, 0);
    insert into leases values ('of a test', 'host:1', now());
    insert into rate_limits values ('login:192.0.2.1', 3, 1);
    update movies set rating = 'NaN' where kinopoisk_id = 2;`;
}
