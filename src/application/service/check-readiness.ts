import { declareOperation } from '../shared/operation.ts';
import type { Storage } from '../shared/ports/storage.ts';
import { StorageUnavailable } from '../shared/ports/storage.ts';

/** Where the process is in its life. */
export type Lifecycle = { readonly phase: 'starting' | 'serving' | 'draining' };

export type Readiness = 'ready' | 'starting' | 'draining' | 'database_unavailable';

/** Whether requests can be served. Kinopoisk does not matter: without it the catalogue answers. */
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
