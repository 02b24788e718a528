import { describe, expect, it } from 'vitest';
import { toMovieView, toPreviewView, writeMovie, writePreview } from '../../../src/adapters/http/films/movie.view.ts';
import { toJson, toText } from '../../../src/adapters/http/output/written-json.ts';
import { toFavoriteView, writeFavorite } from '../../../src/adapters/http/shelf/favorite.view.ts';
import type { VisibleMovie } from '../../../src/domain/films/visible-movie.ts';
import { aMovie, visibleAsTeaser, visibleWhole } from '../../builders/film.ts';

const movie = aMovie({ description: 'Кавычки "…" и \u2028', fetchedAt: new Date('2026-11-20T12:00:00.001Z') });
const own = { addedAt: new Date('2026-11-21T12:00:00Z'), note: '"}', userRating: null, watchedAt: '2026-11-22' };

const sent = (value: unknown): string => toJson(value).toString();

/** The same film before, with and after a restriction. */
const SHOWN: Readonly<Record<string, VisibleMovie>> = {
  'a film': visibleWhole(movie),
  'a film with labels': { movie, labels: ['adult'], isViewable: true },
  'a teaser': visibleAsTeaser(movie, ['adult']),
  'the film again': visibleWhole(movie),
};

describe.each(Object.entries(SHOWN))('JSON of %s', (_, shown) => {
  it.each(['written', 'known'])('is equal to that of its view, if it is %s', () => {
    expect(sent(writeMovie(shown))).toBe(JSON.stringify(toMovieView(shown)));
    expect(sent([writePreview(shown), writePreview(shown)])).toBe(
      JSON.stringify([toPreviewView(shown), toPreviewView(shown)]),
    );
    const favorite = { ...shown, ...own };
    expect(sent([writeFavorite(favorite)])).toBe(JSON.stringify([toFavoriteView(favorite)]));
    expect(toText(writeFavorite(favorite))).toBe(JSON.stringify(toFavoriteView(favorite)));
  });

  it('may be part of another value', () => {
    expect(sent({ films: [writeMovie(shown)], empty: [] })).toBe(
      JSON.stringify({ films: [toMovieView(shown)], empty: [] }),
    );
  });
});
