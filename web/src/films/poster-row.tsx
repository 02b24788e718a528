import { DrawnPoster } from './drawn-poster.tsx';

/** Films that everybody knows, for the first page. */
const FILMS = [
  { id: 301, title: 'Матрица', year: 1999 },
  { id: 329, title: 'Список Шиндлера', year: 1993 },
  { id: 435, title: 'Зелёная миля', year: 1999 },
  { id: 448, title: 'Форрест Гамп', year: 1994 },
  { id: 325, title: 'Крёстный отец', year: 1972 },
];

/** Decoration. */
export function PosterRow() {
  return (
    <div class="poster-row" aria-hidden="true">
      {FILMS.map((film) => (
        <div key={film.id} class="poster">
          <DrawnPoster {...film} />
        </div>
      ))}
    </div>
  );
}
