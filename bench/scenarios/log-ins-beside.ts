import { runChild } from '../child.ts';
import type { Effort, Finding } from '../finding.ts';
import { figure, median } from '../finding.ts';
import type { Flow, PacedLoad, PacedResult } from '../paced-load.ts';
import type { Rig } from '../rig.ts';
import { PASSWORD, personName, spread, tokensOf } from '../rig.ts';

const PEOPLE = 800;
const PROFILES_PER_SECOND = 100;
const LOG_INS_PER_SECOND = 30;

/** Hashing passwords must not make others wait: profiles alone, and with log-ins beside them, in turn. */
export async function logInsBeside(rig: Rig, effort: Effort): Promise<Finding[]> {
  const databaseUrl = await rig.createDatabase(PEOPLE);
  const { url } = await rig.startService(databaseUrl, { TRUSTED_PROXIES: '127.0.0.1' });
  const people = spread(PEOPLE, PEOPLE);
  const tokens = await tokensOf(people);
  const profiles: Flow = { name: 'profile', kind: 'get', perSecond: PROFILES_PER_SECOND, paths: ['/user'], tokens };
  const names = people.map(personName);
  const logIns: Flow = { name: 'log in', kind: 'log-in', perSecond: LOG_INS_PER_SECOND, names, password: PASSWORD };
  const p99 = async (flows: Flow[]) => {
    const load: PacedLoad = { url, seconds: effort.seconds * 2, flows };
    const results = (await runChild('paced-load.ts', load)) as Record<string, PacedResult>;
    const failed = Object.values(results).reduce((sum, flow) => sum + flow.failed + flow.lost + flow.refused, 0);
    if (failed > 0) throw new Error(`${failed} requests failed`);
    return results['profile']?.p99Ms ?? Number.NaN;
  };

  await p99([profiles, logIns]);
  const rounds = [];
  for (let round = 0; round < effort.rounds; round++)
    rounds.push({ alone: await p99([profiles]), beside: await p99([profiles, logIns]) });
  const ratio = median(rounds.map(({ alone, beside }) => beside / alone));
  return [
    {
      what: `p99 of \`GET /user\` (${PROFILES_PER_SECOND}/s), ${LOG_INS_PER_SECOND} log-ins a second beside it (beside: alone)`,
      beside: `${figure(median(rounds.map(({ alone }) => alone)))} ms`,
      service: `${figure(median(rounds.map(({ beside }) => beside)))} ms`,
      ratio: figure(ratio),
      target: 'at most 3 times',
      isMet: ratio <= 3,
    },
  ];
}
