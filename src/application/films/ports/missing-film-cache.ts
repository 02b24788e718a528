/** The negative cache: ids for which the source knows no film. */
export interface MissingFilmCache {
  /** Whether the source was asked for the id after `since`, and knew no film. */
  has(kinopoiskId: number, since: Date): Promise<boolean>;

  add(kinopoiskId: number, at: Date): Promise<void>;

  /** Deletes a batch of entries older than `before`. @returns how many; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
