import { declareOperation } from '../shared/operation.ts';
import type { Storage } from '../shared/ports/storage.ts';
import { StorageUnavailable } from '../shared/ports/storage.ts';

/** What the process does now. `draining`: it finishes running requests and then ends. */
export type Lifecycle = { readonly phase: 'starting' | 'serving' | 'draining' };

export type Readiness = 'ready' | 'starting' | 'draining' | 'database_unavailable';

/** Checks whether requests can be served. Kinopoisk is not checked, because the catalogue answers without it. */
export class CheckReadiness {
  static readonly operation = declareOperation('checkReadiness', 'public');

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly storage: Storage,
  ) {}

  async execute(): Promise<Readiness> {
    if (this.lifecycle.phase !== 'serving') return this.lifecycle.phase;
    try {
      await this.storage.check();
      return 'ready';
    } catch (error) {
      if (error instanceof StorageUnavailable) return 'database_unavailable';
      throw error;
    }
  }
}
