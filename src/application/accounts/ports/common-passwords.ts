/** Passwords that many people use and everybody guesses first. */
export interface CommonPasswords {
  /** Upper and lower case do not matter. */
  includes(password: string): Promise<boolean>;
}
