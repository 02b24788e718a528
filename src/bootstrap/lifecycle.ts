import type { Lifecycle } from '../application/service/check-readiness.ts';

/** The current phase of the process, set by bootstrap. */
export class ProcessLifecycle implements Lifecycle {
  phase: Lifecycle['phase'] = 'starting';
}
