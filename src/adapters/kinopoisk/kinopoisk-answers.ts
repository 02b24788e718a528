import { z } from 'zod';
import type { VotesPage } from '../../application/imports/ports/vote-source.ts';
import type { FilmRecord } from '../../domain/films/movie.ts';
import type { Quota } from '../../domain/films/quota-day.ts';
import { MAX_USER_RATING } from '../../domain/shelf/favorite-movie.ts';
import {
  ageLimit,
  count,
  filmId,
  filmType,
  firstRows,
  imdbId,
  lengthMinutes,
  name,
  namesIn,
  personId,
  rating,
  text,
  webAddress,
  year,
} from './kinopoisk-fields.ts';
import { youtubeWatchUrl } from './youtube-watch-url.ts';

const MAX_DESCRIPTION_CHARACTERS = 10_000;
/** Kinopoisk sends pages of 20 films and of a few dozen videos, and all the staff of a film at once. */
const MAX_FILMS = 100;
const MAX_STAFF = 5_000;
/** The limit is the same as for a film in a file. */
const MAX_DIRECTORS = 200;
/** Films on a page of a list. */
const PAGE_SIZE = 20;
/** The maximum of a 4-byte column. */
const MAX_CALLS = 2_147_483_647;

/**
 * A film of a search, of a list, or a card of `/api/v2.2/films/{id}`. The field names differ, but not their meaning.
 */
const film = z.object({
  kinopoiskId: filmId,
  filmId,
  nameRu: name,
  nameOriginal: name,
  nameEn: name,
  description: text(MAX_DESCRIPTION_CHARACTERS),
  year,
  ratingKinopoisk: rating,
  rating,
  ratingImdb: rating,
  /** Some lists are documented with this spelling, but so far all of them have used the correct one. */
  ratingImbd: rating,
  genres: namesIn(z.object({ genre: name }).transform(({ genre }) => genre)),
  countries: namesIn(z.object({ country: name }).transform(({ country }) => country)),
  filmLength: lengthMinutes,
  /** The name of the length in premieres. */
  duration: lengthMinutes,
  ratingAgeLimits: ageLimit,
  type: filmType,
  imdbId,
  posterUrl: webAddress,
  posterUrlPreview: webAddress,
  webUrl: webAddress,
});

const list = firstRows(MAX_FILMS).nullish();
const searchAnswer = z.object({ films: list, searchFilmsCountResult: count });
const filmsAnswer = z.object({ items: list, total: count, totalPages: count.optional() });
const vote = z.object({ userRating: z.int().min(1).max(MAX_USER_RATING).nullable().catch(null) });
const videosAnswer = z.object({ items: list, total: count });
const video = z.object({ url: text(2048), name });
const staffAnswer = firstRows(MAX_STAFF);
const person = z.object({ staffId: personId, personId, nameRu: name, nameEn: name, professionKey: text(40) });

const calls = z.object({ value: z.int(), used: z.int().min(0) });
const keyAnswer = z.object({ dailyQuota: calls, totalQuota: calls.optional().catch(undefined) });

/**
 * The distinct films with an id on a page of results, and the total number of results; `undefined` for any other body.
 */
export function searchResultOf(answer: unknown): { films: FilmRecord[]; count: number } | undefined {
  const found = searchAnswer.safeParse(answer).data;
  const rows = found && rowsOf(found.films, found.searchFilmsCountResult);
  return rows && { films: distinctFilms(rows), count: found.searchFilmsCountResult ?? 0 };
}

/**
 * The films with an id in `/api/v2.2/films`; `undefined` when the body is not a list. They are not cards: many fields
 * are missing.
 */
export function filmsOf(answer: unknown): FilmRecord[] | undefined {
  const found = filmsAnswer.safeParse(answer).data;
  return found && rowsOf(found.items, found.total)?.flatMap((row) => filmRecordOf(row, null) ?? []);
}

/**
 * The distinct films with an id on a page of `/api/v2.2/films/collections`, or in `/api/v2.2/films/premieres`, and the
 * number of pages if the answer has it; `undefined` when the body is not a list, or when none of its rows is a film.
 */
export function filmsOfListIn(answer: unknown): { films: FilmRecord[]; pages: number | undefined } | undefined {
  const found = filmsAnswer.safeParse(answer).data;
  const rows = found && rowsOf(found.items, found.total);
  if (found === undefined || rows === undefined) return undefined;
  const films = distinctFilms(rows);
  if (films.length === 0 && rows.length > 0) return undefined;
  const { total, totalPages } = found;
  return { films, pages: (total === null ? totalPages : Math.ceil(total / PAGE_SIZE)) ?? undefined };
}

/** The votes with a film id in `/api/v1/kp_users/{id}/votes`; `undefined` when the body is not a list. */
export function votesOf(answer: unknown): VotesPage | undefined {
  const found = filmsAnswer.safeParse(answer).data;
  const rows = found && rowsOf(found.items, found.total);
  if (rows === undefined) return undefined;
  const votes = rows.flatMap((row) => {
    const rated = filmRecordOf(row, null);
    return rated ? [{ film: rated, userRating: vote.safeParse(row).data?.userRating ?? null }] : [];
  });
  return { votes, total: found?.total ?? votes.length };
}

/** A film without directors and trailer; `undefined` without a usable id. */
export function filmRecordOf(answer: unknown, fetchedAt: Date | null): FilmRecord | undefined {
  const found = film.safeParse(answer).data;
  const kinopoiskId = found && (found.kinopoiskId ?? found.filmId);
  if (!found || !kinopoiskId) return undefined;
  return {
    kinopoiskId,
    nameRu: found.nameRu,
    nameOriginal: found.nameOriginal,
    nameEn: found.nameEn,
    description: found.description,
    year: found.year,
    rating: found.ratingKinopoisk ?? found.rating,
    ratingImdb: found.ratingImdb ?? found.ratingImbd,
    genres: found.genres,
    directors: undefined,
    trailerUrl: undefined,
    countries: found.countries,
    lengthMinutes: found.filmLength ?? found.duration,
    ageLimit: found.ratingAgeLimits,
    type: found.type,
    imdbId: found.imdbId,
    posterUrl: found.posterUrl,
    posterPreviewUrl: found.posterUrlPreview,
    webUrl: found.webUrl,
    fetchedAt,
  };
}

/**
 * The distinct directors in `/api/v1/staff`, in its order; `undefined` when the body is not a list. People without a
 * usable id are distinguished by name.
 */
export function directorsOf(answer: unknown): { id: number | null; name: string }[] | undefined {
  const rows = staffAnswer.safeParse(answer).data;
  if (rows === undefined) return undefined;
  const directors = new Map<number | string, { id: number | null; name: string }>();
  for (const row of rows) {
    const found = person.safeParse(row).data;
    const knownName = found?.nameRu ?? found?.nameEn;
    if (!found || !knownName || found.professionKey !== 'DIRECTOR') continue;
    const id = found.staffId ?? found.personId;
    if (!directors.has(id ?? knownName)) directors.set(id ?? knownName, { id, name: knownName });
  }
  return [...directors.values()].slice(0, MAX_DIRECTORS);
}

/**
 * The URL of the first YouTube video in `/api/v2.2/films/{id}/videos`, preferring one named as a trailer; `null` when
 * there is none, `undefined` when the body is not a list of videos. The field `site` is unreliable.
 */
export function trailerUrlOf(answer: unknown): string | null | undefined {
  const found = videosAnswer.safeParse(answer).data;
  const rows = found && rowsOf(found.items, found.total);
  if (rows === undefined) return undefined;
  const videos = rows.flatMap((row) => {
    const { url = null, name: title = null } = video.safeParse(row).data ?? {};
    const watchUrl = url && youtubeWatchUrl(url);
    return watchUrl ? [{ watchUrl, isTrailer: title?.toLowerCase().includes('рейлер') ?? false }] : [];
  });
  return (videos.find(({ isTrailer }) => isTrailer) ?? videos[0])?.watchUrl ?? null;
}

/**
 * The day's calls in `/api/v1/api_keys/{key}`. A key also has a total limit, which may leave fewer calls than the daily
 * one. A negative number means no limit. @returns `undefined` for a key without limits, and for any other body
 */
export function quotaOf(answer: unknown): Quota | undefined {
  const found = keyAnswer.safeParse(answer).data;
  if (found === undefined) return undefined;
  const { dailyQuota, totalQuota = dailyQuota } = found;
  const limited = [dailyQuota, totalQuota].filter(({ value }) => value >= 0);
  if (limited.length === 0) return undefined;
  const left = Math.max(0, Math.min(...limited.map(({ value, used: spent }) => value - spent)));
  const used = Math.min(dailyQuota.used, MAX_CALLS);
  return { limit: Math.min(used + left, MAX_CALLS), used };
}

function distinctFilms(rows: readonly unknown[]): FilmRecord[] {
  const films = new Map<number, FilmRecord>();
  for (const row of rows) {
    const record = filmRecordOf(row, null);
    if (record && !films.has(record.kinopoiskId)) films.set(record.kinopoiskId, record);
  }
  return [...films.values()];
}

/**
 * Kinopoisk sometimes leaves out empty values: a missing list is empty if the count is 0, otherwise the answer is
 * unusable.
 */
function rowsOf(rows: readonly unknown[] | null | undefined, total: number | null): readonly unknown[] | undefined {
  return rows ?? (total === 0 ? [] : undefined);
}
