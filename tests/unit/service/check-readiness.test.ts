import { describe, expect, it } from 'vitest';
import { CheckReadiness } from '../../../src/application/service/check-readiness.ts';
import type { Storage } from '../../../src/application/shared/ports/storage.ts';
import { StorageUnavailable } from '../../../src/application/shared/ports/storage.ts';

const working: Storage = { check: async () => {} };

function failing(failure: Error): Storage {
  return {
    check: async () => {
      throw failure;
    },
  };
}

describe('CheckReadiness', () => {
  it('is ready if the service has started and its storage answers', async () => {
    expect(await new CheckReadiness({ phase: 'serving' }, working).execute()).toBe('ready');
  });

  it('is not ready without its storage', async () => {
    const checkReadiness = new CheckReadiness({ phase: 'serving' }, failing(new StorageUnavailable()));
    expect(await checkReadiness.execute()).toBe('database_unavailable');
  });

  it.each(['starting', 'draining'] as const)('is not ready while %s, even if the storage answers', async (phase) => {
    expect(await new CheckReadiness({ phase }, working).execute()).toBe(phase);
    expect(await new CheckReadiness({ phase }, failing(new StorageUnavailable())).execute()).toBe(phase);
  });

  it('follows the phases of the process', async () => {
    const lifecycle: { phase: 'starting' | 'serving' } = { phase: 'starting' };
    const checkReadiness = new CheckReadiness(lifecycle, working);
    expect(await checkReadiness.execute()).toBe('starting');
    lifecycle.phase = 'serving';
    expect(await checkReadiness.execute()).toBe('ready');
  });

  it('does not hide a fault of the service', async () => {
    const fault = new TypeError('x is undefined');
    await expect(new CheckReadiness({ phase: 'serving' }, failing(fault)).execute()).rejects.toBe(fault);
  });
});
