import type { Layout } from './layout.ts';
import { is, ON_COLUMN, ASSUMED, STARS, STARS_BY_VALUES } from './layout.ts';

export const letterboxd: readonly Layout[] = [
  {
    name: 'watched.csv',
    lines: ['Date,Name,Year,Letterboxd URI', '2023-04-05,Alien,1979,https://boxd.it/2awY'],
    rows: [is(386, null, { added: '2023-04-05' })],
  },
  {
    name: 'ratings.csv',
    lines: [
      'Date,Name,Year,Letterboxd URI,Rating',
      '2023-04-05,Alien,1979,https://boxd.it/2awY,4.5',
      '2023-04-05,Joker,2019,https://boxd.it/a,0.5',
    ],
    rows: [is(386, 9, { added: '2023-04-05' }), is(1048334, 1, { added: '2023-04-05' })],
    scale: STARS,
  },
  {
    name: 'diary.csv',
    lines: [
      'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date',
      '2023-04-06,"Good, the Bad and the Ugly, The",1966,https://boxd.it/b,5,Yes,"a, b",2023-04-05',
      '2023-04-07,Jaws,1975,https://boxd.it/c,3,,,2023-04-07',
    ],
    rows: ['not matched', is(396, 6, { added: '2023-04-07', watched: '2023-04-07' })],
    scale: STARS,
  },
  {
    name: 'reviews.csv',
    lines: [
      'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date',
      '2023-04-06,Jaws,1975,https://boxd.it/c,4,,"<i>Good</i>, and wet.\nAgain!",,2023-04-05',
    ],
    rows: [is(396, 8, { added: '2023-04-06', watched: '2023-04-05', note: '<i>Good</i>, and wet.\nAgain!' })],
    scale: STARS,
  },
  {
    name: 'watchlist.csv',
    lines: [
      'Date,Name,Year,Letterboxd URI',
      '2023-04-05,Her,2013,https://boxd.it/x',
      '2023-04-05,Dune: Part Two,2024,https://boxd.it/y',
    ],
    rows: ['not matched', is(4540126, null, { added: '2023-04-05' })],
  },
  {
    name: 'likes/films.csv',
    lines: ['Date,Name,Year,Letterboxd URI', '2023-04-05,Fight Club,1999,https://boxd.it/2a9q'],
    rows: [is(361, null, { added: '2023-04-05' })],
  },
  {
    name: 'a list',
    lines: [
      'Letterboxd list export v7',
      'Date,Name,Tags,URL,Description',
      '2024-06-07,Alien,"a, b",https://boxd.it/a,"Two\nlines"',
      '',
      'Position,Name,Year,URL,Description',
      '1,Gladiator,2000,https://boxd.it/b,',
      '2,Fight Club,1999,https://boxd.it/c,the soap',
    ],
    rows: [is(474), is(361, null, { note: 'the soap' })],
  },
  {
    name: 'its import format, in stars',
    lines: [
      'LetterboxdURI,Title,Year,Directors,Rating,WatchedDate,Rewatch,Review,Tags',
      ',Shrek,2001,Andrew Adamson,4.5,2020-08-19,false,Green,x',
    ],
    rows: [is(430, 9, { watched: '2020-08-19', note: 'Green' })],
    scale: STARS,
  },
  {
    name: 'its import format, out of ten',
    lines: ['tmdbID,imdbID,Title,Year,Rating10,WatchedDate', '808,tt0126029,Shrek,2001,4,2020-08-19'],
    rows: [is(430, 4, { watched: '2020-08-19' })],
    scale: ON_COLUMN,
  },
];

const TRAKT =
  'type,title,year,trakt_rating,trakt_id,imdb_id,tmdb_id,tvdb_id,url,released,season_number,episode_number,episode_title,genres';
const traktMovie =
  '"movie":{"title":"Pulp Fiction","year":1994,"ids":{"trakt":554,"slug":"pulp-fiction-1994","imdb":"tt0110912","tmdb":680}';
const traktShow = '"show":{"title":"Friends","year":1994,"ids":{"trakt":1657,"imdb":"tt0108778","tmdb":1668}}';
export const trakt: readonly Layout[] = [
  {
    name: 'ratings as CSV',
    lines: [
      `rated_at,${TRAKT},rating`,
      '2021-03-22T06:33:24.000Z,movie,Inception,2010,8.8,16662,tt1375666,27205,,https://trakt.tv/movies/inception-2010,2010-07-16,,,,action,5',
      '2021-03-22T06:33:24.000Z,show,Friends,1994,8.4,1657,tt0108778,1668,,,1994-09-22,,,,comedy,4',
      '2021-03-22T06:33:24.000Z,episode,Friends,1994,8.4,1657,tt0108778,1668,,,1994-09-22,1,2,The One,comedy,9',
      '2021-03-22T06:33:24.000Z,season,Friends,1994,8.4,1657,tt0108778,1668,,,1994-09-22,1,,,comedy,9',
    ],
    rows: [is(447301, 5, { added: '2021-03-22' }), is(77044, 4, { added: '2021-03-22' }), 'not_a_film', 'not_a_film'],
    scale: ON_COLUMN,
  },
  {
    name: 'history as CSV',
    lines: [
      `watched_at,action,${TRAKT}`,
      '2021-03-22T06:33:24.000Z,watch,movie,Inception,2010,8.8,16662,tt1375666,27205,,,2010-07-16,,,,action',
    ],
    rows: [is(447301, null, { watched: '2021-03-22' })],
  },
  {
    name: 'a watchlist as CSV',
    lines: [
      `rank,listed_at,${TRAKT},notes`,
      '1,2021-03-22T06:33:24.000Z,movie,Inception,2010,8.8,16662,tt1375666,27205,,,2010-07-16,,,,action,soon',
    ],
    rows: [is(447301, null, { added: '2021-03-22', note: 'soon' })],
  },
  {
    name: 'ratings of films',
    type: 'json',
    lines: [`[{"rated_at":"2024-03-07T19:37:27.000Z","rating":4,"type":"movie",${traktMovie}}}]`],
    rows: [is(342, 4, { added: '2024-03-07' })],
    scale: ON_COLUMN,
  },
  {
    name: 'ratings of films, everything told',
    type: 'json',
    lines: [
      `[{"rated_at":"2024-03-07T19:37:27.000Z","rating":8,"type":"movie",${traktMovie},"rating":8.9,"released":"1994-09-10","overview":"…","genres":["crime"]}}]`,
    ],
    rows: [is(342, 8, { added: '2024-03-07' })],
    scale: ON_COLUMN,
  },
  {
    name: 'ratings of shows, seasons and episodes',
    type: 'json',
    lines: [
      `[{"rating":9,"type":"show",${traktShow}},{"rating":9,"type":"season","season":{"number":1,"ids":{"trakt":1}},${traktShow}},{"rating":9,"type":"episode","episode":{"season":1,"number":2,"title":"Alien","ids":{"imdb":"tt0583434"}},${traktShow}}]`,
    ],
    rows: [is(77044, 9), 'not_a_film', 'not_a_film'],
    scale: ON_COLUMN,
  },
  {
    name: 'watched shows, without a type',
    type: 'json',
    lines: [
      `[{"plays":3,"last_watched_at":"2024-03-07T19:37:27.000Z",${traktShow},"seasons":[{"number":1,"episodes":[{"number":1,"plays":1}]}]}]`,
    ],
    rows: [is(77044, null, { watched: '2024-03-07' })],
  },
  {
    name: 'a list with what it is called',
    type: 'json',
    lines: [
      `{"name":"Films for a slow evening","description":"…","privacy":"private","item_count":2,"user":{"username":"me","ids":{"slug":"me"}},"items":[{"rank":1,"listed_at":"2024-03-07T19:37:27.000Z","notes":"soon","type":"movie",${traktMovie}}},{"rank":2,"listed_at":"2024-03-07T19:37:27.000Z","notes":null,"type":"show",${traktShow}}]}`,
    ],
    rows: [is(342, null, { added: '2024-03-07', note: 'soon' }), is(77044, null, { added: '2024-03-07' })],
  },
  {
    name: 'all of an account in one object',
    type: 'json',
    lines: [
      `{"ratings":{"movies":[{"rated_at":"2024-03-07T19:37:27.000Z","rating":4,${traktMovie}}}],"shows":[{"rating":3,${traktShow}}],"episodes":[{"rating":10,"episode":{"season":1,"number":2,"title":"Alien"},${traktShow}}]},"watchlist":[]}`,
    ],
    rows: [is(342, 4, { added: '2024-03-07' }), is(77044, 3), 'not_a_film'],
    scale: ON_COLUMN,
  },
  {
    name: 'episodes of a history, without a type',
    type: 'json',
    lines: [
      `[{"watched_at":"2024-03-07T19:37:27.000Z","episode":{"season":1,"number":2,"title":"Alien"},${traktShow}}]`,
    ],
    rows: ['not_a_film'],
  },
];

const TMDB = 'TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number';
export const others: readonly Layout[] = [
  {
    name: 'TMDB: ratings',
    lines: [
      `${TMDB},Rating,Your Rating,Date Rated`,
      '550,tt0137523,movie,Fight Club,1999-10-15T00:00:00Z,,,8.438,4.0,2014-11-08T00:00:00Z',
      '1405,tt0773262,tv,Dexter,2006-10-01T00:00:00Z,,,8.2,3.0,2023-05-02T13:22:44Z',
      '1,,tv,Dexter,2006-10-01T00:00:00Z,1,,8,7.0,2023-05-02',
      '1,,tv,Dexter,2006-10-01T00:00:00Z,1,2,8,7.0,2023-05-02',
    ],
    rows: [is(361, 4, { added: '2014-11-08' }), is(277537, 3, { added: '2023-05-02' }), 'not_a_film', 'not_a_film'],
    scale: ON_COLUMN,
  },
  {
    name: 'TMDB: a watchlist with everybody’s ratings',
    lines: [`${TMDB},Rating`, '550,tt0137523,movie,Fight Club,1999-10-15,,,8.438'],
    rows: [is(361)],
  },
  {
    name: 'Simkl: CSV',
    lines: [
      '"SIMKL_ID","Title","Type","Year","Watchlist","LastEpWatched","WatchedDate","Rating","Memo","TVDB","TMDB","IMDB"',
      '"1","Inception","movie","2010","completed","","2020-01-02 03:04:05","4","dreams","","27205","tt1375666"',
      '"2","Friends","tv","1994","watching","s1e5","2020-01-03","3","","79168","1668","tt0108778"',
      '"3","Alien","movie","1979","plantowatch","","","","","","348","tt0078748"',
    ],
    rows: [is(447301, 4, { watched: '2020-01-02', note: 'dreams' }), is(77044, 3, { watched: '2020-01-03' }), is(386)],
    scale: ON_COLUMN,
  },
  {
    name: 'Simkl: records',
    type: 'json',
    lines: [
      '[{"last_watched_at":"2020-01-02T03:04:05Z","status":"completed","user_rating":4,"movie":{"title":"Inception","year":2010,"ids":{"simkl":1,"imdb":"tt1375666","tmdb":"27205"}}}]',
    ],
    rows: [is(447301, 4, { watched: '2020-01-02' })],
    scale: ON_COLUMN,
  },
  {
    name: 'Simkl: the backup',
    type: 'json',
    lines: [
      '{"shows":[{"last_watched_at":"2020-01-02T03:04:05Z","user_rating":9,"status":"watching","last_watched":"S01E03",',
      '"total_episodes_count":236,"show":{"title":"Friends","year":1994,"ids":{"simkl":1,"imdb":"tt0108778"}},',
      '"seasons":[{"number":1,"episodes":[{"number":1,"watched_at":"2020-01-01T03:04:05Z"}]}]}],',
      '"anime":[{"user_rating":8,"status":"completed","anime_type":"movie",',
      '"show":{"title":"Spirited Away","year":2001,"ids":{"simkl":2,"imdb":"tt0245429"}}}],',
      '"movies":[{"user_rating":null,"status":"plantowatch","movie":{"title":"Alien","year":1979,"ids":{"simkl":3,"imdb":"tt0078748"}}}]}',
    ],
    rows: [is(77044, 9, { watched: '2020-01-02' }), is(370, 8), is(386)],
    scale: ON_COLUMN,
  },
  {
    name: 'Yamtrack',
    lines: [
      'media_id,source,media_type,title,image,season_number,episode_number,score,status,notes,start_date,end_date,progress,created_at,progressed_at',
      '603,tmdb,movie,The Matrix,https://image.url,,,4.5,Completed,good,,2024-01-15,,2024-01-16T10:00:00+00:00,',
      '1668,tmdb,tv,Friends,https://image.url,,,8,In progress,,,,1,,',
      '1668,tmdb,season,Friends,https://image.url,1,,,In progress,,,,1,,',
      '1668,tmdb,episode,Friends,https://image.url,1,1,,,,,2025-11-20,,,',
      '1,mal,manga,Alien,,,,7,Completed,,,,,,',
      '1,igdb,game,Alien,,,,7,Completed,,,,,,',
    ],
    rows: ['not matched', 'not matched', 'not_a_film', 'not_a_film', 'not_a_film', 'not_a_film'],
    scale: ON_COLUMN,
  },
  {
    name: 'Movary: ratings',
    lines: ['title,year,tmdbId,imdbId,userRating', '"Matrix, The",1999,603,tt0133093,4'],
    rows: [is(301, 4)],
    scale: ON_COLUMN,
  },
  {
    name: 'Movary: history',
    lines: ['title,year,tmdbId,imdbId,watchedAt,comment', 'The Matrix,1999,603,tt0133093,2021-02-03,again'],
    rows: [is(301, null, { watched: '2021-02-03', note: 'again' })],
  },
  {
    name: 'MovieLens: ratings',
    lines: [
      'movie_id,imdb_id,tmdb_id,rating,average_rating,title',
      '364,0110357,8587,4.5,3.94,"Lion King, The (1994)"',
      '356,0109830,13,5.0,4.05,Forrest Gump (1994)',
    ],
    rows: [is(2360, 9), is(448, 10)],
    scale: STARS_BY_VALUES,
  },
  {
    name: 'MovieLens: ratings without a half',
    lines: [
      'movie_id,imdb_id,tmdb_id,rating,average_rating,title',
      '364,0110357,8587,4.0,3.94,"Lion King, The (1994)"',
    ],
    rows: [is(2360, 4)],
    scale: ASSUMED,
  },
  {
    name: 'MovieLens: a dataset',
    lines: ['userId,movieId,rating,timestamp,title', '1,2571,3.5,964982703,"Matrix, The (1999)"'],
    rows: [is(301, 7, { added: '2000-07-30' })],
    scale: STARS_BY_VALUES,
  },
  {
    name: 'Netflix: viewing history',
    lines: ['Title,Date', '"Stranger Things: Season 1: Chapter One","1/15/23"', '"The Matrix","12/31/22"'],
    rows: ['not matched', 'not matched'],
  },
  {
    name: 'Plex, Radarr: titles with ids',
    lines: ['title,year,imdbId,tmdbId,monitored', 'The Matrix,1999,tt0133093,603,true'],
    rows: [is(301)],
  },
];
