import { type Film, inventFilm } from './film.ts';

const FIRST_GENERATED_ID = 9_500_001;

const adjectives = [
  ['Полярный', 'Polar'],
  ['Медный', 'Copper'],
  ['Стеклянный', 'Glass'],
  ['Тихий', 'Quiet'],
  ['Северный', 'Northern'],
  ['Забытый', 'Forgotten'],
  ['Янтарный', 'Amber'],
  ['Последний', 'Last'],
  ['Бумажный', 'Paper'],
  ['Ночной', 'Nightly'],
  ['Солёный', 'Salty'],
  ['Хрупкий', 'Fragile'],
  ['Дальний', 'Distant'],
  ['Рыжий', 'Ginger'],
  ['Пустой', 'Empty'],
  ['Глубокий', 'Deep'],
  ['Косой', 'Slanted'],
] as const;

const nouns = [
  ['маяк', 'Lighthouse'],
  ['трамвай', 'Tram'],
  ['архив', 'Archive'],
  ['остров', 'Island'],
  ['капитан', 'Captain'],
  ['аптекарь', 'Apothecary'],
  ['ледник', 'Glacier'],
  ['оркестр', 'Orchestra'],
  ['вокзал', 'Station'],
  ['часовщик', 'Clockmaker'],
  ['сад', 'Garden'],
  ['циркуль', 'Compass'],
  ['причал', 'Pier'],
] as const;

const genres = ['драма', 'комедия', 'триллер', 'фантастика', 'детектив', 'мелодрама', 'приключения'] as const;
const countries = ['США', 'Россия', 'Франция', 'СССР', 'Италия'] as const;
const ageLimits = ['age12', 'age16', null, 'age6', 'age18', 'age0'] as const;

/**
 * The same films on every run, with consecutive ids. After 221 films the titles repeat with a number; in a series all
 * titles contain its name, so that one key word finds them all.
 */
export function generateFilms(count: number, options: { firstId?: number; series?: string } = {}): Film[] {
  const { firstId = FIRST_GENERATED_ID, series } = options;
  return Array.from({ length: count }, (_, index) => generateFilm(firstId + index, index, series));
}

function generateFilm(kinopoiskId: number, index: number, series: string | undefined): Film {
  const country = pick(countries, index);
  const isForeign = country !== 'Россия' && country !== 'СССР';
  const title = series === undefined ? inventTitle(index) : { ru: `${series} ${index + 1}`, en: `Part ${index + 1}` };
  return inventFilm({
    kinopoiskId,
    nameRu: title.ru,
    nameOriginal: isForeign ? title.en : null,
    year: 1950 + ((index * 7) % 75),
    lengthMinutes: 60 + ((index * 11) % 121),
    rating: (40 + ((index * 13) % 56)) / 10,
    voteCount: 100 + ((index * 977) % 250_000),
    ratingImdb: index % 9 === 0 ? null : (35 + ((index * 17) % 60)) / 10,
    imdbId: isForeign ? `tt${90_000_000 + (kinopoiskId % 10_000_000)}` : null,
    ratingAgeLimits: pick(ageLimits, index),
    countries: [country],
    genres: [...new Set([pick(genres, index), pick(genres, index * 3 + 1)])],
  });
}

function inventTitle(index: number): { ru: string; en: string } {
  const adjective = pick(adjectives, index);
  const noun = pick(nouns, index);
  const part = Math.floor(index / (adjectives.length * nouns.length)) + 1;
  const ending = part === 1 ? '' : ` ${part}`;
  return { ru: `${adjective[0]} ${noun[0]}${ending}`, en: `The ${adjective[1]} ${noun[1]}${ending}` };
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
