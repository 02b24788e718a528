/** Source of a regular expression, for patterns that find an IMDb id inside other text. */
export const IMDB_ID_PATTERN = String.raw`tt\d{5,12}`;

/** An IMDb id and nothing else: `tt0133093`. */
export const IMDB_ID = new RegExp(`^${IMDB_ID_PATTERN}$`);
