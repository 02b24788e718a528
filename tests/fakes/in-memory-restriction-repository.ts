import type { RestrictionRepository } from '../../src/application/access/ports/restriction-repository.ts';
import type { Restriction } from '../../src/domain/access/restriction.ts';

export class InMemoryRestrictionRepository implements RestrictionRepository {
  private readonly restrictions = new Map<string, Restriction>();

  async list(): Promise<readonly Restriction[]> {
    return structuredClone([...this.restrictions.values()]).toSorted((a, b) => (a.label < b.label ? -1 : 1));
  }

  async put(restriction: Restriction): Promise<boolean> {
    const isNew = !this.restrictions.has(restriction.label);
    this.restrictions.set(restriction.label, structuredClone(restriction));
    return isNew;
  }

  async remove(label: string): Promise<boolean> {
    return this.restrictions.delete(label);
  }
}
