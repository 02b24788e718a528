import type { Bottleneck, Metrics } from '../../../application/shared/ports/metrics.ts';
import type { LoadShedder } from './load-shedder.ts';

/**
 * Decides for each request whether it is refused because of an overload. `isSpared`: asked before a refusal, whether others
 * cause the overload.
 */
export type Admission = { readonly refuses: (isSpared?: () => boolean) => boolean };

/** Where the beginning and the end of an overload are logged. */
type OverloadLog = {
  readonly info: (message: string, fields: object) => unknown;
  readonly warn: (message: string, fields: object) => unknown;
};

/** Refuses the share of requests that `shedder` asks for, counts them, and logs the beginning and the end. */
export function overloadAdmission(
  shedder: Pick<LoadShedder, 'isOn' | 'excess'>,
  bottleneck: Bottleneck,
  { metrics, logger }: { readonly metrics: Metrics; readonly logger: OverloadLog },
): Admission {
  let shed = 0;
  return {
    refuses: (isSpared = () => false) => {
      if (Math.random() < shedder.excess && !isSpared()) {
        if (shed === 0) logger.warn('overload: shedding requests', { bottleneck });
        shed += 1;
        metrics.count('http_requests_shed_total', { bottleneck });
        return true;
      }
      if (shed > 0 && !shedder.isOn) {
        logger.info('overload is over', { bottleneck, shed });
        shed = 0;
      }
      return false;
    },
  };
}
