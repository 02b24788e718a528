import type { FilmRecord } from './movie.ts';
import { FIRST_OWN_ID } from './movie.ts';

type Directors = NonNullable<FilmRecord['directors']>;
type Director = Directors[number];

/**
 * Merges a new record into the known one. A card (`fetchedAt` is set) replaces known values, unless the known card is
 * newer. Any other record only adds missing values. An unknown value never replaces a known one. A director without an
 * id takes the id that the other record has for the name.
 */
export function mergeFilm(known: FilmRecord, incoming: FilmRecord): FilmRecord {
  const [first, second] = overrules(incoming, known) ? [incoming, known] : [known, incoming];
  const merged = { ...second, ...whatIsKnownTo(first) };
  return {
    ...merged,
    genres: Array.from(new Set(merged.genres)),
    countries: Array.from(new Set(merged.countries)),
    directors: mergeDirectors(first.directors, second.directors),
    trailerUrl: first.trailerUrl ?? second.trailerUrl ?? missingTrailer(first, second),
  };
}

function whatIsKnownTo(film: FilmRecord): Partial<FilmRecord> {
  const isKnown = (value: unknown) =>
    value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(film).filter(([, value]) => isKnown(value)));
}

function overrules(incoming: FilmRecord, known: FilmRecord): boolean {
  if (incoming.fetchedAt === null) return false;
  return known.fetchedAt === null || incoming.fetchedAt >= known.fetchedAt;
}

/** For a film without a known trailer: `null` when a source was asked, `undefined` when none was asked. */
function missingTrailer(first: FilmRecord, second: FilmRecord): null | undefined {
  return first.trailerUrl === null || second.trailerUrl === null ? null : undefined;
}

function mergeDirectors(first: Directors | undefined, second: Directors | undefined): Directors | undefined {
  if (first === undefined && second === undefined) return undefined;
  const candidates = [...(first ?? []), ...(second ?? [])].map(withKinopoiskIdOnly);
  const ids = new Map(
    candidates
      .filter(({ id }) => id !== null)
      .toReversed()
      .map(({ id, name }) => [name, id]),
  );
  const chosen = first && first.length > 0 ? first : (second ?? []);
  const withIds = chosen.map(withKinopoiskIdOnly).map(({ id, name }) => ({ id: id ?? ids.get(name) ?? null, name }));
  return withIds.filter((director, index) => !withIds.slice(0, index).some((other) => isSame(director, other)));
}

/** Ids that this service assigned itself are not accepted from outside. */
function withKinopoiskIdOnly({ id, name }: Director): Director {
  return { id: id !== null && id > 0 && id < FIRST_OWN_ID ? id : null, name };
}

function isSame(one: Director, other: Director): boolean {
  return one.id === other.id && (one.id !== null || one.name === other.name);
}
