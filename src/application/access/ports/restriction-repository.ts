import type { Restriction } from '../../../domain/access/restriction.ts';

/** Films that only some may view. Every change tells every instance. */
export interface RestrictionRepository {
  /** By label. */
  list(): Promise<readonly Restriction[]>;

  /** Puts the rule in the place of the one that the label had. @returns whether the label is new */
  put(restriction: Restriction): Promise<boolean>;

  /** @returns whether there was such a label */
  remove(label: string): Promise<boolean>;
}
