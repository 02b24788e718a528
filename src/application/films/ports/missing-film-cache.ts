/** Ids that the source knows no film for. */
export interface MissingFilmCache {
  /** Whether the id was asked for in vain since then. */
  has(kinopoiskId: number, since: Date): Promise<boolean>;

  add(kinopoiskId: number, at: Date): Promise<void>;

  /** Forgets a part of those of before. @returns how many; 0 when there are none left */
  purge(before: Date): Promise<number>;
}
