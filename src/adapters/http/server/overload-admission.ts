import type { Bottleneck, Metrics } from '../../../application/shared/ports/metrics.ts';
import type { LoadShedder } from './load-shedder.ts';

/** Decides for each request whether it is refused because of an overload. */
export type Admission = {
  /** Called when a request arrives. `isSpared`: whether only others cause the overload; called before a refusal. */
  readonly refuses: (isSpared?: () => boolean) => boolean;
  /** Called when the turn of a request comes. `waitedMs`: time that it spent in the queue. */
  readonly refusesLate: (waitedMs: number) => boolean;
};

/** Where the beginning and the end of an overload are logged. */
type OverloadLog = {
  readonly info: (message: string, fields: object) => unknown;
  readonly warn: (message: string, fields: object) => unknown;
};

/**
 * Refuses the share of arriving requests that `shedder` computes, and those that have waited too long. Counts them, and
 * logs the beginning and the end of an overload.
 */
export function overloadAdmission(
  shedder: Pick<LoadShedder, 'isOn' | 'excess' | 'isLate'>,
  bottleneck: Bottleneck,
  { metrics, logger }: { readonly metrics: Metrics; readonly logger: OverloadLog },
): Admission {
  let shed = 0;
  const refuse = () => {
    if (shed === 0) logger.warn('overload: shedding requests', { bottleneck });
    shed += 1;
    metrics.count('http_requests_shed_total', { bottleneck });
    return true;
  };
  const admit = () => {
    if (shed > 0 && !shedder.isOn) {
      logger.info('overload is over', { bottleneck, shed });
      shed = 0;
    }
    return false;
  };
  return {
    refuses: (isSpared = () => false) => (Math.random() < shedder.excess && !isSpared() ? refuse() : admit()),
    refusesLate: (waitedMs) => (shedder.isLate(waitedMs) ? refuse() : admit()),
  };
}
