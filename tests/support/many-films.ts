/** SQL that inserts `count` complete films, a thousand directors and ten genres into an empty catalogue. */
export function manyFilms(count: number): string {
  return `
    insert into directors select g, 'Режиссёр ' || g from generate_series(1, 1000) g;
    insert into movies (kinopoisk_id, name_ru, description, year, rating, directors_known, is_complete)
      select g, 'Фильм ' || g, repeat('Описание. ', 60), 1950 + g % 77, (g % 100) / 10.0, true, true
      from generate_series(1, ${count}) g;
    insert into movie_genres select g, 1 + g % 10, 0 from generate_series(1, ${count}) g;
    insert into movie_directors select g, 1 + g % 1000, 0 from generate_series(1, ${count}) g;
    analyze`;
}
