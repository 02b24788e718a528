import { z } from 'zod';
import type { Movie } from '../../../domain/films/movie.ts';
import { MAX_KINOPOISK_ID } from '../../../domain/films/movie.ts';
import type { VisibleMovie } from '../../../domain/films/visible-movie.ts';
import { time } from '../input/schemas.ts';
import { WrittenJson } from '../output/written-json.ts';
import { kinopoiskPage, trailerLink } from './kinopoisk-links.ts';
import { directorView, genreView } from './named.view.ts';

/** A Kinopoisk id in the body of a request or an answer. */
export const kinopoiskId = z
  .int()
  .min(1)
  .max(MAX_KINOPOISK_ID)
  .meta({ description: 'Id of the film at Kinopoisk', example: 301 });

/** Fields common to search results, lists and single films. */
const summary = {
  id: kinopoiskId.meta({ description: 'The same as `kinopoisk_id`', example: 301 }),
  kinopoisk_id: kinopoiskId,
  title: z.string().nullable().meta({
    description: 'The Russian title; without one the original or the English title',
    example: 'Матрица',
  }),
  original_title: z
    .string()
    .nullable()
    .meta({ description: 'The original title; without one the English title', example: 'The Matrix' }),
  description: z.string().nullable().meta({ description: 'What the film is about, in Russian', example: null }),
  year: z.int().nullable().meta({ description: 'The year of release', example: 1999 }),
  rating: z.number().min(0).max(10).nullable().meta({ description: 'The rating at Kinopoisk', example: 8.498 }),
  genre: genreView.nullable().meta({ description: 'The first of `genres`' }),
  genres: z.array(genreView).meta({ description: 'All genres that are known' }),
  director: directorView.nullable().meta({ description: 'The first of `directors`' }),
  directors: z.array(directorView).meta({ description: 'All directors that are known' }),
  countries: z
    .array(z.string())
    .meta({ description: 'Countries of production, in Russian', example: ['США', 'Австралия'] }),
  length_minutes: z.int().nullable().meta({ description: 'Duration in minutes', example: 136 }),
  type: z.string().nullable().meta({
    description: 'As Kinopoisk names it: `FILM`, `TV_SERIES`, `MINI_SERIES`; new types may appear',
    example: 'FILM',
  }),
  poster_url: z.string().nullable().meta({ description: 'A link to the poster', example: null }),
  poster_preview_url: z.string().nullable().meta({ description: 'A link to a small poster', example: null }),
  web_url: z
    .string()
    .meta({ description: 'The page of the film at Kinopoisk', example: 'https://www.kinopoisk.ru/film/301/' }),
  labels: z.array(z.string()).meta({ description: 'Labels of the restrictions that cover the film', example: [] }),
  viewable: z
    .boolean()
    .meta({ description: 'Whether the caller may see the whole film; `false` marks a teaser', example: true }),
};

export const previewView = z.object(summary).meta({ id: 'MoviePreview', description: 'A film in search results' });

/** The fields of a film. */
export const movieFields = {
  ...summary,
  trailer: z.string().meta({
    description: 'A link to the trailer, or to Kinopoisk if no trailer is known',
    example: 'https://www.youtube.com/watch?v=nUEQNVV3Gfs',
  }),
  rating_imdb: z.number().min(0).max(10).nullable().meta({ description: 'The rating at IMDb', example: 8.7 }),
  age_limit: z.int().nullable().meta({ description: 'The age from which the film is suitable, in years', example: 18 }),
  imdb_id: z.string().nullable().meta({ description: 'Id of the film at IMDb', example: 'tt0133093' }),
  fetched_at: time.nullable().meta({ description: 'When the film was last fetched from Kinopoisk', example: null }),
};

export const movieView = z.object(movieFields).meta({ id: 'Movie', description: 'A film' });

export type PreviewView = z.input<typeof previewView>;
export type MovieView = z.input<typeof movieView>;

export function toPreviewView({ movie, labels, isViewable }: VisibleMovie): PreviewView {
  return {
    id: movie.kinopoiskId,
    kinopoisk_id: movie.kinopoiskId,
    title: movie.title,
    original_title: movie.originalTitle,
    description: movie.description,
    year: movie.year,
    rating: movie.rating,
    genre: movie.genres[0] ?? null,
    genres: [...movie.genres],
    director: movie.directors[0] ?? null,
    directors: [...movie.directors],
    countries: [...movie.countries],
    length_minutes: movie.lengthMinutes,
    type: movie.type,
    poster_url: movie.posterUrl,
    poster_preview_url: movie.posterPreviewUrl,
    web_url: movie.webUrl ?? kinopoiskPage(movie.kinopoiskId),
    labels: [...labels],
    viewable: isViewable,
  };
}

export function toMovieView(shown: VisibleMovie): MovieView {
  const { movie, isViewable } = shown;
  return {
    ...toPreviewView(shown),
    trailer: isViewable ? trailerLink(movie) : kinopoiskPage(movie.kinopoiskId),
    rating_imdb: movie.ratingImdb,
    age_limit: movie.ageLimit,
    imdb_id: movie.imdbId,
    fetched_at: movie.fetchedAt?.toISOString() ?? null,
  };
}

/** `toMovieView` as JSON. */
export function writeMovie(shown: VisibleMovie): WrittenJson<MovieView> {
  return movieTexts.of(shown);
}

/** `toPreviewView` as JSON. */
export function writePreview(shown: VisibleMovie): WrittenJson<PreviewView> {
  return previewTexts.of(shown);
}

/**
 * Writes each film as JSON once while its record is in memory. A film with labels is written each time, because its
 * labels can change while the film does not, and callers without the permissions for its labels get a teaser.
 */
class FilmTexts<View extends object> {
  private readonly written = new WeakMap<Movie, WrittenJson<View>>();

  constructor(private readonly view: (shown: VisibleMovie) => View) {}

  of(shown: VisibleMovie): WrittenJson<View> {
    const { movie, labels } = shown;
    if (labels.length > 0) return this.write(shown);
    const known = this.written.get(movie);
    if (known) return known;
    const text = this.write(shown);
    this.written.set(movie, text);
    return text;
  }

  private write(shown: VisibleMovie): WrittenJson<View> {
    return WrittenJson.of(this.view(shown));
  }
}

const movieTexts = new FilmTexts(toMovieView);
const previewTexts = new FilmTexts(toPreviewView);
