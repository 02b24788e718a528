import type { Logger } from 'winston';
import type { Overload } from '../adapters/http/overload.ts';
import type { Metrics } from '../application/ports/metrics.ts';
import type { Admission } from './http-server.ts';

/** Turns requests away while there is an overload, counts them, and logs when it begins and when it is over. */
export function loadShedding(overload: Pick<Overload, 'isOn' | 'excess'>, metrics: Metrics, logger: Logger): Admission {
  let turnedAway = 0;
  return {
    refuses: () => {
      if (Math.random() < overload.excess) {
        if (turnedAway === 0) logger.warn('asked for more than it can do: requests are turned away');
        turnedAway += 1;
        metrics.count('http_requests_shed_total', {});
        return true;
      }
      if (turnedAway > 0 && !overload.isOn) {
        logger.info('requests are no longer turned away', { turned_away: turnedAway });
        turnedAway = 0;
      }
      return false;
    },
  };
}
