import type { LookupRepository } from '../../src/application/films/ports/lookup-repository.ts';
import type { Page, PageRequest } from '../../src/domain/shared/page.ts';

type Named = { readonly id: number; readonly name: string };

export class InMemoryLookupRepository implements LookupRepository<Named> {
  private readonly records: readonly Named[];

  constructor(records: readonly Named[]) {
    this.records = records.toSorted((a, b) => a.id - b.id);
  }

  async find(id: number): Promise<Named | undefined> {
    return structuredClone(this.records.find((record) => record.id === id));
  }

  async list({ page, perPage }: PageRequest): Promise<Page<Named>> {
    const items = this.records.slice((page - 1) * perPage, page * perPage);
    return { items: structuredClone(items), total: this.records.length };
  }

  async all(): Promise<Page<Named>> {
    return { items: structuredClone(this.records), total: this.records.length };
  }
}
