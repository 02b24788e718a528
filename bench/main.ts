/**
 * Measures how fast the service is, and how it compares with the floor (`floor/server.ts`): `npm run bench`, or only
 * some scenarios or routes: `npm run bench -- shelf memory`. `--against FOLDER`: a built checkout of another commit,
 * measured in the same run. The results are written to `bench/RESULTS.md`, but not with `--quick`, which measures for a
 * short time.
 */
import { parseArgs } from 'node:util';
import { buildIfStale } from '../scripts/build.ts';
import type { Effort, Section } from './finding.ts';
import { circumstances, tableOf, writeResults } from './results.ts';
import { Rig } from './rig.ts';
import { fairness } from './scenarios/fairness.ts';
import { fleet } from './scenarios/fleet.ts';
import { logInsBeside } from './scenarios/log-ins-beside.ts';
import { memory } from './scenarios/memory.ts';
import { overload } from './scenarios/overload.ts';
import type { RouteName } from './scenarios/routes.ts';
import { ROUTES, routes } from './scenarios/routes.ts';
import { scale } from './scenarios/scale.ts';
import { start } from './scenarios/start.ts';
import { unknownFilm } from './scenarios/unknown-film.ts';

const FULL: Effort = { rounds: 5, seconds: 3, warmUpSeconds: 3, people: 1_000_000, films: 100_000 };
const QUICK: Effort = { rounds: 3, seconds: 1, warmUpSeconds: 2, people: 20_000, films: 10_000 };

const { values, positionals: wanted } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, against: { type: 'string' } },
  allowPositionals: true,
});
const { quick, against } = values;
const routeNames = Object.keys(ROUTES) as RouteName[];
const wantedRoutes = routeNames.filter((name) => wanted.includes(name));

const SCENARIOS: Readonly<Record<string, (rig: Rig, effort: Effort) => Promise<Section>>> = {
  routes: (rig, effort) => routes(rig, effort, { against, names: wantedRoutes.length > 0 ? wantedRoutes : routeNames }),
  logins: logInsBeside,
  upstream: unknownFilm,
  fairness,
  fleet,
  start,
  memory,
  overload,
  scale,
};

const known = [...Object.keys(SCENARIOS), ...routeNames];
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`No scenario or route ${unknown.join()}; there are ${known.join(', ')}`);

await buildIfStale();
const effort = quick ? QUICK : FULL;
for (const [name, run] of Object.entries(SCENARIOS)) {
  const isWanted = wanted.includes(name) || (name === 'routes' && wantedRoutes.length > 0);
  if (wanted.length > 0 && !isWanted) continue;
  const before = circumstances();
  const startedMs = performance.now();
  const rig = await Rig.open();
  const interrupted = () => void rig.close().finally(() => process.exit(1));
  process.once('SIGTERM', interrupted).once('SIGINT', interrupted);
  try {
    const section = await run(rig, effort);
    console.log(`\n${name}: ${before}\n\n${tableOf(section)}`);
    if (!quick) await writeResults(name, section, before, effort);
  } catch (error) {
    // If one scenario fails, the others are still measured.
    console.error(`${name} could not be measured:`, error);
    process.exitCode = 1;
  } finally {
    process.off('SIGTERM', interrupted).off('SIGINT', interrupted);
    await rig.close();
  }
  console.error(`${name} took ${Math.round((performance.now() - startedMs) / 1000)} s`);
}
