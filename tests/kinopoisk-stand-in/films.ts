import type { Film } from './film.ts';
import { generateFilms } from './generate-films.ts';
import { quirksOfCards } from './quirks-of-cards.ts';
import { quirksOfSearchResults } from './quirks-of-search-results.ts';
import { quirksOfVideosAndStaff } from './quirks-of-videos-and-staff.ts';

/**
 * One invented film for each peculiarity of Kinopoisk, which its `shows` names. Ids begin at 901001; neither ids nor
 * titles are those of a real film in the bundled data.
 */
export const quirkFilms = { ...quirksOfCards, ...quirksOfSearchResults, ...quirksOfVideosAndStaff };

/** "Хроники полярной станции 1" to 45, which a search finds on three pages. */
const chronicles = generateFilms(45, { firstId: 9_400_001, series: 'Хроники полярной станции' });

export const builtInFilms: readonly Film[] = [...Object.values(quirkFilms), ...chronicles];
