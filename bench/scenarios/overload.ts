import { runChild } from '../child.ts';
import type { Effort, Section } from '../finding.ts';
import { figure, LINE_COLUMNS, lineOf } from '../finding.ts';
import type { Flow, PacedLoad, PacedResult } from '../paced-load.ts';
import type { Rig } from '../rig.ts';
import { PASSWORD, personName, spread, startSessions, tokensOf } from '../rig.ts';

const PEOPLE = 12_000;
const CALLERS = 800;
const NAMED_LOAD = { 'log in': 30, refresh: 120, check: 1_000 };
const TIMES = [1, 2, 3];

/**
 * Log-ins, renewals and permission checks together, up to three times the load of `NAMED_LOAD` that the service must
 * answer.
 */
export async function overload(rig: Rig, effort: Effort): Promise<Section> {
  const databaseUrl = await rig.createDatabase(PEOPLE);
  const { url } = await rig.startService(databaseUrl, { TRUSTED_PROXIES: '127.0.0.1' });
  const callers = spread(CALLERS, PEOPLE);
  const tokens = await tokensOf(callers);
  const seconds = effort.seconds * 3;
  const runs = [];
  for (const [index, times] of [1, ...TIMES].entries()) {
    const sessions = Array.from({ length: PEOPLE / 4 }, (_, number) => 1 + index * (PEOPLE / 4) + number);
    const refreshTokens = await startSessions(databaseUrl, sessions);
    const flows: Flow[] = [
      {
        name: 'log in',
        kind: 'log-in',
        perSecond: NAMED_LOAD['log in'] * times,
        names: callers.map(personName),
        password: PASSWORD,
      },
      { name: 'refresh', kind: 'refresh', perSecond: NAMED_LOAD.refresh * times, refreshTokens },
      {
        name: 'check',
        kind: 'get',
        perSecond: NAMED_LOAD.check * times,
        paths: ['/auth/check?permission=movies%3Aread'],
        tokens,
      },
    ];
    const load: PacedLoad = { url, seconds, flows };
    const results = (await runChild('paced-load.ts', load)) as Record<string, PacedResult>;
    runs.push(Object.values(results));
  }
  // The first run warms up.
  const [, named = [], ...harder] = runs;
  const last = harder.at(-1) ?? [];
  const goodput = (flows: PacedResult[]) => flows.reduce((sum, flow) => sum + flow.okPerSecond, 0);
  const peak = Math.max(...[named, ...harder].map(goodput));
  const sum = (flows: PacedResult[], key: 'failed' | 'lost' | 'refused') =>
    flows.reduce((total, flow) => total + flow[key], 0);
  const slowest = Math.max(0, ...last.map(({ slowestRefusalMs }) => slowestRefusalMs));
  const bad = (flows: PacedResult[]) => sum(flows, 'failed') + sum(flows, 'lost');
  const promised = Object.values(NAMED_LOAD).reduce((total, perSecond) => total + perSecond, 0);
  const unanswered = bad(named) + sum(named, 'refused');
  const findings = [
    lineOf(
      `30 log-ins, 120 renewals and 1,000 checks a second together: not answered well (${figure(goodput(named))} of ${promised.toLocaleString('en')}/s were)`,
      'requests',
      { value: unanswered, bound: 'at most', limit: 0 },
    ),
    lineOf(
      `three times that: answered well, as a share of the peak (${figure(goodput(last))} of ${figure(peak)}/s)`,
      '',
      {
        value: goodput(last) / peak,
        bound: 'at least',
        limit: 0.8,
      },
    ),
    lineOf('neither answered well nor refused meanwhile', 'requests', { value: bad(last), bound: 'at most', limit: 0 }),
    lineOf(`the slowest refusal of the ${sum(last, 'refused')} meanwhile`, 'ms', {
      value: slowest,
      bound: 'at most',
      limit: 1_000,
    }),
  ];
  return { columns: LINE_COLUMNS, findings };
}
