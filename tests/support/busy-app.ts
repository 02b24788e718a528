import { vi } from 'vitest';
import type { Begin } from '../../src/adapters/http/server/admission-queue.ts';
import { AdmissionQueue } from '../../src/adapters/http/server/admission-queue.ts';
import type { ClientAddress } from '../../src/domain/sessions/client-address.ts';
import type { TestApp } from './test-app.ts';
import { startTestApp } from './test-app.ts';

/** A queue that is too long, so that every request is refused. */
export class EndlessQueue extends AdmissionQueue {
  /** Whether the address of every request has more than its share. Otherwise requests are queued. */
  isFull = true;
  /** Passes queued requests on. A test replaces it to decide when they begin. */
  begins = (begin: () => void): void => begin();
  /** How long requests seem to have been queued. */
  waitedMs = 0;

  override get backlogWaitMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  override isFullFor(): boolean {
    return this.isFull;
  }

  override pass(begin: Begin, from: () => ClientAddress): void {
    this.begins(() => super.pass(() => begin(this.waitedMs), from));
  }
}

/** Starts a service that was overloaded for so long that it refuses all requests. */
export async function startBusyApp(
  settings: Record<string, string> = {},
  queue: EndlessQueue = new EndlessQueue(),
): Promise<TestApp> {
  const app = await startTestApp({
    settings,
    rebind: (container) => container.rebind(AdmissionQueue).toConstantValue(queue),
  });
  await vi.waitUntil(async () => (await app.call('GET', '/genres')).status === 503, { timeout: 10_000 });
  return app;
}
