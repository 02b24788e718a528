/** Ids that the source knows no film for. */
export interface UnknownFilms {
  /** Whether the id was asked for in vain since then. */
  has(kinopoiskId: number, since: Date): Promise<boolean>;

  add(kinopoiskId: number, at: Date): Promise<void>;

  /** Forgets those of before. @returns how many */
  purge(before: Date): Promise<number>;
}
