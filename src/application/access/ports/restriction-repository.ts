import type { Restriction } from '../../../domain/access/restriction.ts';

/** The restrictions. Every change notifies all instances. */
export interface RestrictionRepository {
  /** Ordered by label. */
  list(): Promise<readonly Restriction[]>;

  /** Creates the restriction or replaces the one of the same label. @returns whether the label is new */
  put(restriction: Restriction): Promise<boolean>;

  /** @returns whether the label existed */
  remove(label: string): Promise<boolean>;
}
