/**
 * How alike (0 to 1) a part of a title and what was typed must be to count as a typing error. Every connection is opened with it,
 * because the operators of `pg_trgm` take it from the session.
 */
export const WORD_SIMILARITY_THRESHOLD = 0.45;
