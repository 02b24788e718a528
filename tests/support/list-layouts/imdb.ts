import type { Layout } from './layout.ts';
import { is, ON_COLUMN } from './layout.ts';

const IMDB =
  'Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors';
/** A list in a language of IMDb, given the words for film, series, mini-series, episode, game and podcast. */
const inLanguage = (name: string, [film, series, mini, episode, game, podcast]: string[]): Layout => ({
  name: `ratings in ${name}`,
  lines: [
    IMDB,
    `tt0133093,9,2023-04-05,The Matrix,The Matrix,https://www.imdb.com/title/tt0133093,${film},8.7,136,1999,Action,1,1999-03-24,`,
    `tt0903747,10,2023-04-06,Breaking Bad,Breaking Bad,https://www.imdb.com/title/tt0903747,${series},9.5,45,2008,Drama,1,2008-01-20,`,
    `tt10048342,8,2023-04-06,The Queen's Gambit,The Queen's Gambit,https://www.imdb.com/title/tt10048342,${mini},8.5,60,2020,Drama,1,2020-01-20,`,
    `tt9999901,7,2023-04-07,The Terminal,The Terminal,https://www.imdb.com/title/tt9999901,${episode},8,45,2004,Drama,1,2004-01-20,`,
    `tt9999902,7,2023-04-07,Alien,Alien,https://www.imdb.com/title/tt9999902,${game},8,,1979,Horror,1,1979-01-20,`,
    `tt9999903,7,2023-04-07,Psycho,Psycho,https://www.imdb.com/title/tt9999903,${podcast},8,,1960,Horror,1,1960-01-20,`,
  ],
  rows: [
    is(301, 9, { added: '2023-04-05' }),
    is(404900, 10, { added: '2023-04-06' }),
    is(1253633, 8, { added: '2023-04-06' }),
    'not_a_film',
    'not_a_film',
    'not_a_film',
  ],
  scale: ON_COLUMN,
});
export const imdb: readonly Layout[] = [
  inLanguage('English', ['Movie', 'TV Series', 'TV Mini Series', 'TV Episode', 'Video Game', 'Podcast Series']),
  inLanguage('German', ['Film', 'Fernsehserie', 'Miniserie', 'Fernsehepisode', 'Videospiel', 'Podcast-Serie']),
  inLanguage('French', [
    'Film',
    'Série télévisée',
    'Mini-série télévisée',
    'Épisode télévisé',
    'Jeu vidéo',
    'Série de podcasts',
  ]),
  inLanguage('Spanish', [
    'Película',
    'Serie de TV',
    'Miniserie de TV',
    'Episodio de TV',
    'Videojuego',
    'Episodio de pódcast',
  ]),
  inLanguage('Italian', ['Film', 'Serie TV', 'Mini serie TV', 'Episodio TV', 'Videogioco', 'Serie podcast']),
  inLanguage('Portuguese', [
    'Filme',
    'Série de TV',
    'Minissérie de TV',
    'Episódio de TV',
    'Videogame',
    'Série de podcasts',
  ]),
  inLanguage('Russian', ['Фильм', 'Сериал', 'Мини-сериал', 'Эпизод сериала', 'Видеоигра', 'Подкаст']),
  inLanguage('Hindi', ['फ़िल्म', 'टीवी सीरीज़', 'टीवी मिनी सीरीज़', 'टीवी एपिसोड', 'वीडियो गेम', 'पॉडकास्ट सीरीज़']),
  inLanguage('its own names of types', [
    'movie',
    'tvSeries',
    'tvMiniSeries',
    'tvEpisode',
    'videoGame',
    'podcastSeries',
  ]),
  {
    name: 'ratings in a language that nobody knows',
    lines: [
      IMDB,
      'tt0133093,9,2023-04-05,The Matrix,The Matrix,,Xyzzy,8.7,136,1999,,1,,',
      'tt9999901,7,2023-04-07,The Terminal,The Terminal,,Plugh,8,45,2004,,1,,',
    ],
    rows: [is(301, 9, { added: '2023-04-05', ignored: ['Title Type'] }), 'not matched'],
    scale: ON_COLUMN,
  },
  {
    name: 'ratings from 2017 to 2023',
    lines: [
      IMDB.replace('Original Title,', ''),
      'tt0137523,8,2019-04-05,Fight Club,https://www.imdb.com/title/tt0137523/,movie,8.8,139,1999,Drama,1,1999-09-10,David Fincher',
    ],
    rows: [is(361, 8, { added: '2019-04-05' })],
    scale: ON_COLUMN,
  },
  {
    name: 'ratings before 2017',
    lines: [
      '"position","const","created","modified","description","Title","Title type","Directors","You rated","IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes","Release Date (month/day/year)","URL"',
      '"1","tt0137523","Fri Nov  7 09:07:24 2014","","","Fight Club","Feature Film","","9","8.4","120","1999","drama","1","1999-11-26","http://www.imdb.com/title/tt0137523/"',
      '"2","tt9999901","Fri Nov  7 09:07:24 2014","","","The Terminal","TV Episode","","9","8.4","20","2004","drama","1","2004-11-26","http://www.imdb.com/title/tt9999901/"',
    ],
    rows: [is(361, 9, { added: '2014-11-07' }), 'not_a_film'],
    scale: ON_COLUMN,
  },
  {
    name: 'a watchlist before 2017',
    lines: [
      '"position","const","created","modified","description","Title","Title type","Directors","You rated","IMDb Rating","Year"',
      '"1","tt0944947","Sun Mar  1 00:00:00 2015","","with N.","Game of Thrones","TV Series","","","9.4","2011"',
    ],
    rows: [is(464963, null, { added: '2015-03-01', note: 'with N.' })],
  },
  {
    name: 'a watchlist',
    lines: [
      'Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated',
      '1,tt0816692,2024-01-01,2024-01-01,,Interstellar,Interstellar,https://www.imdb.com/title/tt0816692/,Movie,8.7,169,2014,Sci-Fi,1,2014-11-06,Christopher Nolan,,',
    ],
    rows: [is(258687, null)],
  },
  {
    name: 'a list with descriptions',
    lines: [
      'Position,Const,Created,Modified,Description,Title,URL,Title Type,IMDb Rating,Year,Your Rating,Date Rated',
      '1,tt0110912,2024-01-01,2024-01-01,"He said: ""good"", twice",Pulp Fiction,https://www.imdb.com/title/tt0110912/,movie,8.9,1994,10,2024-02-03',
    ],
    rows: [is(342, 10, { added: '2024-02-03', note: 'He said: "good", twice' })],
    scale: ON_COLUMN,
  },
  {
    name: 'a list of people',
    lines: [
      'Position,Const,Created,Modified,Description,Name,Known For,Birth Date',
      '1,nm0000206,2024-01-01,2024-01-01,,Keanu Reeves,The Matrix,1964-09-02',
    ],
    rows: ['not matched'],
  },
  {
    name: 'ratings in Windows-1252, declared',
    declared: 'windows-1252',
    lines: [
      IMDB,
      'tt0110413,9,2023-04-05,Léon,Léon,https://www.imdb.com/title/tt0110413,Film,8.5,110,1994,Drame,1,1994-09-14,Luc Besson',
    ],
    rows: [is(389, 9, { added: '2023-04-05' })],
    scale: ON_COLUMN,
  },
  {
    name: 'ids without their zeros',
    lines: ['imdb_id,Your Rating', '133093,9', '0111161,10', 'TT0137523,8'],
    rows: [is(301, 9), is(326, 10), is(361, 8)],
    scale: ON_COLUMN,
  },
];
