import { language } from '../../shared/language.ts';
import { DrawnPoster } from './drawn-poster.tsx';

/** Films that everybody knows, for the first page. */
const FILMS = [
  { id: 301, ru: 'Матрица', en: 'The Matrix', year: 1999 },
  { id: 329, ru: 'Список Шиндлера', en: 'Schindler’s List', year: 1993 },
  { id: 435, ru: 'Зелёная миля', en: 'The Green Mile', year: 1999 },
  { id: 448, ru: 'Форрест Гамп', en: 'Forrest Gump', year: 1994 },
  { id: 325, ru: 'Крёстный отец', en: 'The Godfather', year: 1972 },
];

/** Decoration of the first page. */
export function PosterRow() {
  return (
    <div class="poster-row" aria-hidden="true">
      {FILMS.map((film) => (
        <div key={film.id} class="poster">
          <DrawnPoster id={film.id} title={film[language.value]} year={film.year} />
        </div>
      ))}
    </div>
  );
}
