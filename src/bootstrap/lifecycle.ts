import type { Lifecycle } from '../application/service/check-readiness.ts';

/** Where this process is in its life; bootstrap moves it on. */
export class ProcessLifecycle implements Lifecycle {
  phase: Lifecycle['phase'] = 'starting';
}
