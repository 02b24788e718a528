import type { Layout } from './layout.ts';
import { is, ON_COLUMN, ON_VALUES } from './layout.ts';

const KINOPOISK =
  'русскоязычное название;оригинальное название;год;страны;режисcёр;моя оценка;рейтинг КиноПоиска;дата и время';
const KINOPOISK_ROWS = [
  'Матрица;The Matrix;1999;США;Вачовски;9;8,498;22:05:38 22.03.2016',
  'Во все тяжкие (сериал);Breaking Bad;2008 – 2013;США;Винс Гиллиган;zero;8,9;08:15:02 01.12.2015',
];
const KINOPOISK_FILMS = [is(301, 9, { added: '2016-03-22' }), is(404900, null, { added: '2015-12-01' })];

const page = (...rows: string[][]) => [
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">',
  '<html><head><title>оценки</title><meta http-equiv="content-type" content="text/html; charset=windows-1251" /></head>',
  '<body><table>',
  ...rows.map((cells) => `<tr>${cells.map((cell) => `<td nowrap>${cell}</td>`).join('\n')}</tr>`),
  '</table></body></html>',
];

export const kinopoisk: readonly Layout[] = [
  { name: 'votes as CSV', lines: [KINOPOISK, ...KINOPOISK_ROWS], rows: KINOPOISK_FILMS, scale: ON_COLUMN },
  {
    name: 'votes as CSV in Windows-1251',
    encoding: 'windows-1251',
    lines: [KINOPOISK.replace('–', '-'), ...KINOPOISK_ROWS.map((row) => row.replace('–', '-'))],
    rows: KINOPOISK_FILMS,
    scale: ON_COLUMN,
  },
  {
    name: 'votes as CSV in KOI8-R',
    encoding: 'koi8-r',
    lines: [KINOPOISK, ...KINOPOISK_ROWS.map((row) => row.replace('–', '-'))],
    rows: KINOPOISK_FILMS,
    scale: ON_COLUMN,
  },
  {
    name: 'votes as a page named .xls',
    encoding: 'windows-1251',
    lines: page(
      [
        '<i>русскоязычное название</i>',
        '<i>оригинальное название</i>',
        '<i>год</i>',
        '<i>время</i>',
        '<i>моя оценка</i>',
        '<i>число оценок</i>',
        '<i>мировая премьера</i>',
        '<i>мой комментарий</i>',
        '<i>бюджет</i><br/>$',
      ],
      [
        '<b>Молчание ягнят</b>',
        'The Silence of the Lambs',
        '1990',
        '118',
        '9',
        '114&nbsp;137',
        '1991-01-30',
        'Страшно &amp; хорошо<br>Ещё раз',
        '19000000',
      ],
      ['<b>Черное зеркало</b>', 'Black Mirror', '2011 &ndash; 2019', '60', '8', '7&nbsp;805', '', '', ''],
    ),
    rows: [is(345, 9, { note: 'Страшно & хорошо\nЕщё раз' }), is(655800, 8)],
    scale: ON_COLUMN,
  },
  {
    name: 'a folder as a page saved again in UTF-8',
    lines: page(
      ['русскоязычное название', 'оригинальное название', 'год'],
      ['Чужой', 'Alien', '1979'],
      ['Т-34', '', '2018'],
    ),
    rows: [is(386), is(930878)],
  },
  {
    name: 'votes of a script in JSON',
    type: 'json',
    lines: ['[{"русскоязычное название":"Левиафан","год":"2014","моя оценка":"8","дата и время":"01.02.2015, 10:11"}]'],
    rows: [is(705356, 8, { added: '2015-02-01' })],
    scale: ON_COLUMN,
  },
  {
    name: 'a page of links',
    lines: [
      'Ссылка',
      'https://www.kinopoisk.ru/film/301/?utm_source=x',
      'http://www.kinopoisk.ru/level/1/film/361/',
      'https://www.kinopoisk.ru/series/77044',
      'kinopoisk.ru/film/forrest-gamp-1994-448/votes/#all',
    ],
    rows: [is(301), is(361), is(77044), is(448)],
  },
  {
    name: 'ids as a data frame writes them',
    lines: ['kinopoisk_id,year,user_rating', '301.0,1999.0,9.0', '361.0,1999.0,'],
    rows: [is(301, 9), is(361)],
    scale: ON_COLUMN,
  },
];

const KINORIUM = 'Title\tOriginal Title\tType\tYear\tGenres\tMy rating\tDate';
export const kinorium: readonly Layout[] = [
  {
    name: 'votes',
    encoding: 'utf-16le',
    lines: [
      KINORIUM,
      'Матрица\tThe Matrix\tФильм\t1999\tфантастика\t9\t2020-01-02 10:00:00',
      'Друзья\tFriends\tСериал\t1994\tкомедия\t7\t2020-01-03 10:00:00',
    ],
    rows: [is(301, 9, { added: '2020-01-02' }), is(77044, 7, { added: '2020-01-03' })],
    scale: ON_VALUES,
  },
  {
    name: 'votes in English',
    encoding: 'utf-16le',
    lines: [KINORIUM, 'WALL·E\tWALL·E\tAnimation Movie\t2008\tanimation\t10\t2021-05-06'],
    rows: [is(279102, 10, { added: '2021-05-06' })],
    scale: ON_VALUES,
  },
  {
    name: 'votes in Russian',
    encoding: 'utf-16le',
    lines: [
      'Название\tОригинальное название\tТип\tГод\tМой рейтинг\tДата',
      'Гравити Фолз\tGravity Falls\tМультсериал\t2012\t8\t06.05.2021',
      'Терминал\tThe Terminal\tЭпизод\t2004\t8\t06.05.2021',
    ],
    rows: [is(591929, 8, { added: '2021-05-06' }), 'not_a_film'],
    scale: ON_VALUES,
  },
  {
    name: 'comments',
    encoding: 'utf-16le',
    lines: ['Date\tTitle\tOriginal Title\tYear\tMy rating\tComment', '2020-01-02\tЧужой\tAlien\t1979\t8\tТишина'],
    rows: [is(386, 8, { added: '2020-01-02', note: 'Тишина' })],
    scale: ON_VALUES,
  },
  {
    name: 'a list to watch',
    encoding: 'utf-16le',
    lines: [
      'ListTitle\tTitle\tOriginal Title\tType\tYear\tDate',
      'Буду смотреть\tТвин Пикс\tTwin Peaks\tСериал\t1990\t2020-01-02',
    ],
    rows: [is(84358, null, { added: '2020-01-02' })],
  },
];
