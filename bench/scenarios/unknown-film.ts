import { startKinopoiskStandIn } from '../../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import type { Burst, BurstResult } from '../burst.ts';
import { runChild } from '../child.ts';
import type { Effort, Section } from '../finding.ts';
import { figure, LINE_COLUMNS, lineOf } from '../finding.ts';
import type { Rig } from '../rig.ts';
import { spread, tokensOf } from '../rig.ts';

const PEOPLE = 800;
const AT_ONCE = 1_000;
const UNKNOWN_FILM = 9_400_045;
const UNLIMITED = '1000000';
/** Long enough for all thousand requests to arrive before Kinopoisk answers the first. */
const LATENCY_MS = 1_000;

/** Whether a thousand requests at once for the same unknown film cost one call to Kinopoisk. */
export async function unknownFilm(rig: Rig, _effort: Effort): Promise<Section> {
  const kinopoisk = await startKinopoiskStandIn();
  try {
    const { url } = await rig.startService(await rig.createDatabase(PEOPLE), {
      KINOPOISK_API_KEY: kinopoisk.apiKey,
      KINOPOISK_BASE_URL: kinopoisk.baseUrl,
      LIMIT_KINOPOISK_PER_DAY: UNLIMITED,
      LIMIT_KINOPOISK_UNKNOWN_PER_DAY: UNLIMITED,
      LIMIT_KINOPOISK_NEW_FOR_DAYS: '0',
    });
    kinopoisk.setLatency(LATENCY_MS);
    const tokens = await tokensOf(spread(PEOPLE, PEOPLE));
    const everybody = Array.from({ length: AT_ONCE }, (_, index) => tokens[index % tokens.length] ?? '');
    const burst: Burst = { url, path: `/movies/${UNKNOWN_FILM}`, tokens: everybody };
    const { statuses, slowestMs } = (await runChild('burst.ts', burst)) as BurstResult;
    const title = `${AT_ONCE} requests at once for one unknown film`;
    const findings = [
      lineOf(`${title}: answered with the film`, '', { value: statuses[200] ?? 0, bound: 'at least', limit: AT_ONCE }),
      lineOf(`calls to Kinopoisk for that`, '', {
        value: kinopoisk.callsOf('film').length,
        bound: 'at most',
        limit: 1,
      }),
    ];
    const note = `The last answer came after ${figure(slowestMs / 1000)} s, of which the call takes ${LATENCY_MS / 1000} s.`;
    return { columns: LINE_COLUMNS, findings, note };
  } finally {
    await kinopoisk.close();
  }
}
