/** The most frequently used passwords, which attackers guess first. */
export interface CommonPasswords {
  /** Ignores case. */
  includes(password: string): Promise<boolean>;
}
