import type { Film } from './film.ts';
import { generateFilms } from './generate-films.ts';
import { quirksOfCards } from './quirks-of-cards.ts';
import { quirksOfSearchResults } from './quirks-of-search-results.ts';
import { quirksOfVideosAndStaff } from './quirks-of-videos-and-staff.ts';

/**
 * One invented film for each habit of Kinopoisk; its `shows` says which. Ids begin at 901001; neither ids nor titles
 * are those of a real film in the bundled data.
 */
export const quirkFilms = { ...quirksOfCards, ...quirksOfSearchResults, ...quirksOfVideosAndStaff };

/** "Хроники полярной станции 1" to 45: a search of three pages. */
const chronicles = generateFilms(45, { firstId: 9_400_001, series: 'Хроники полярной станции' });

export const builtInFilms: readonly Film[] = [...Object.values(quirkFilms), ...chronicles];
