import { vi } from 'vitest';
import { AdmissionQueue } from '../../src/adapters/http/server/admission-queue.ts';
import type { TestApp } from './test-app.ts';
import { startTestApp } from './test-app.ts';

class EndlessQueue extends AdmissionQueue {
  override get backlogWaitMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  override isFullFor(): boolean {
    return true;
  }
}

/** Starts a service that was overloaded for so long that it refuses all requests. */
export async function startBusyApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const app = await startTestApp({
    settings,
    rebind: (container) => container.rebind(AdmissionQueue).toConstantValue(new EndlessQueue()),
  });
  await vi.waitUntil(async () => (await app.call('GET', '/genres')).status === 503, { timeout: 10_000 });
  return app;
}
