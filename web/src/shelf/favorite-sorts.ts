/** The orders of `GET /movies/favorites`. */
export const FAVORITE_SORTS = ['added_at', 'title', 'year', 'rating', 'user_rating', 'watched_at'] as const;
export type FavoriteSort = (typeof FAVORITE_SORTS)[number];
