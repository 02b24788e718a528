import type { ComponentChildren } from 'preact';
import type { Movie } from '../shared/api/api-types.ts';
import { format } from '../shared/language.ts';
import { addressOf } from '../shared/routing/router.ts';
import { webLink } from '../shared/routing/web-link.ts';
import { filmsWording } from './films.wording.ts';

type Facts = Pick<
  Movie,
  'rating' | 'rating_imdb' | 'genres' | 'directors' | 'countries' | 'web_url' | 'imdb_id' | 'viewable'
>;

/** A line for each fact about the film that is known. */
export function FilmFacts({ film }: { film: Facts }) {
  const t = filmsWording();
  return (
    <>
      {(film.rating !== null || film.rating_imdb !== null) && (
        <dl class="film-ratings">
          <Rating name={t.kinopoiskRating} rating={film.rating} href={webLink(film.web_url)} />
          <Rating
            name={t.imdbRating}
            rating={film.rating_imdb}
            href={film.imdb_id === null ? undefined : `https://www.imdb.com/title/${film.imdb_id}/`}
          />
        </dl>
      )}
      <dl class="film-facts">
        <Fact name={t.director(film.directors.length)}>{film.directors.map(({ name }) => name).join(', ')}</Fact>
        <Fact name={t.countries}>{film.countries.join(', ')}</Fact>
        <Fact name={t.genres}>
          {film.genres.length > 0 && (
            <span class="chips">
              {film.genres.map((genre) => (
                <a key={genre.id} class="chip" href={addressOf('', { genre: String(genre.id) })}>
                  {genre.name}
                </a>
              ))}
            </span>
          )}
        </Fact>
      </dl>
    </>
  );
}

function Rating({ name, rating, href }: { name: string; rating: number | null; href: string | undefined }) {
  if (rating === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {href ? (
          <a href={href} target="_blank" rel="noopener noreferrer">
            {format.rating(rating)}
          </a>
        ) : (
          format.rating(rating)
        )}
      </dd>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
