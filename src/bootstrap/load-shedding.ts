import type { Logger } from 'winston';
import type { Admission, LoadShedder } from '../adapters/http/server/load-shedder.ts';
import type { Bottleneck, Metrics } from '../application/shared/ports/metrics.ts';

/** Sheds requests during an overload, counts them, and logs its beginning and end. */
export function loadShedding(
  shedder: Pick<LoadShedder, 'isOn' | 'excess'>,
  bottleneck: Bottleneck,
  { metrics, logger }: { readonly metrics: Metrics; readonly logger: Logger },
): Admission {
  let shed = 0;
  return {
    refuses: () => {
      if (Math.random() < shedder.excess) {
        if (shed === 0) logger.warn('overload: shedding requests', { bottleneck });
        shed += 1;
        metrics.count('http_requests_shed_total', { bottleneck });
        return true;
      }
      if (shed > 0 && !shedder.isOn) {
        logger.info('overload is over', { bottleneck, turned_away: shed });
        shed = 0;
      }
      return false;
    },
  };
}
