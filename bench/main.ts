/**
 * How fast the service is, beside a floor: `npm run bench`, or some scenarios only: `npm run bench -- shelves films`. What they
 * found is written to `bench/RESULTS.md`, unless it was found in a hurry (`--quick`).
 */
import { parseArgs } from 'node:util';
import { buildIfStale } from '../scripts/build.ts';
import type { Effort, Finding } from './finding.ts';
import { circumstances, tableOf, writeResults } from './results.ts';
import { Rig } from './rig.ts';
import { checksAndProfiles } from './scenarios/checks-and-profiles.ts';
import { fairness } from './scenarios/fairness.ts';
import { knownFilms } from './scenarios/known-films.ts';
import { logInsBeside } from './scenarios/log-ins-beside.ts';
import { memory } from './scenarios/memory.ts';
import { overload } from './scenarios/overload.ts';
import { shelves } from './scenarios/shelves.ts';
import { start } from './scenarios/start.ts';

const SCENARIOS: Readonly<Record<string, (rig: Rig, effort: Effort) => Promise<Finding[]>>> = {
  checks: checksAndProfiles,
  shelves,
  films: knownFilms,
  fairness,
  logins: logInsBeside,
  start,
  memory,
  overload,
};

const FULL: Effort = { rounds: 5, seconds: 4, favorites: 10_000_000, films: 100_000 };
const QUICK: Effort = { rounds: 3, seconds: 1, favorites: 100_000, films: 10_000 };

const { values, positionals: names } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = names.filter((name) => !Object.hasOwn(SCENARIOS, name));
if (unknown.length > 0)
  throw new Error(`No scenario ${unknown.join()}; there are ${Object.keys(SCENARIOS).join(', ')}`);

await buildIfStale();
const effort = values.quick ? QUICK : FULL;
for (const [name, run] of Object.entries(SCENARIOS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const before = circumstances();
  const rig = await Rig.open();
  const interrupted = () => void rig.close().finally(() => process.exit(1));
  process.once('SIGTERM', interrupted).once('SIGINT', interrupted);
  try {
    const findings = await run(rig, effort);
    console.log(`\n${name}: ${before}\n\n${tableOf(findings)}`);
    if (!values.quick) writeResults(name, findings, before, effort);
  } finally {
    process.off('SIGTERM', interrupted).off('SIGINT', interrupted);
    await rig.close();
  }
}
