import { readFileSync } from 'node:fs';

/**
 * The last step of `.ci/run`: prints "N passed, N failed", and fails the run if a tool succeeded but has checked
 * nothing. Argument: the exit code so far.
 */
type Coverage = Record<string, { lines: { total: number } }>;

const exitCode = Number(process.argv[2]);
const problems = exitCode === 0 ? [] : [`a command ended with exit code ${exitCode}`];

const tests = read('coverage/tests.json') as { numPassedTests: number; numFailedTests: number } | undefined;
const smoke = read('coverage/smoke.json') as { passed: number; failed: number } | undefined;
const monitoring = read('coverage/monitoring.json') as { passed: number; failed: number } | undefined;
const coverage = read('coverage/coverage-summary.json') as Coverage | undefined;

if (tests?.numPassedTests === 0) problems.push('no test passed');
for (const folder of ['src/domain', 'src/application', 'src/adapters', 'src/bootstrap']) {
  if (coverage && linesIn(folder, coverage) === 0) problems.push(`coverage read no line of ${folder}`);
}

const searched = readLines('coverage/searched-lines.jsonl') as Record<'app' | 'process' | 'secrets', number>[];
for (const what of ['app', 'process', 'secrets'] as const) {
  const count = searched.reduce((sum, file) => sum + file[what], 0);
  if (exitCode === 0 && count === 0) problems.push(`the search for secrets in logs read no ${what}`);
}

const passed = (tests?.numPassedTests ?? 0) + (smoke?.passed ?? 0) + (monitoring?.passed ?? 0);
const failed = (tests?.numFailedTests ?? 0) + (smoke?.failed ?? 0) + (monitoring?.failed ?? 0);
for (const problem of problems) console.error(`not good: ${problem}`);
console.log(`${passed} passed, ${failed || problems.length} failed`);
process.exitCode = exitCode || (problems.length > 0 ? 1 : 0);

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    problems.push(`${path} was not written`);
    return undefined;
  }
}

function readLines(path: string): unknown[] {
  try {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    problems.push(`${path} was not written`);
    return [];
  }
}

function linesIn(folder: string, summary: Coverage): number {
  const files = Object.entries(summary).filter(([path]) => path.replaceAll('\\', '/').includes(`/${folder}/`));
  return files.reduce((sum, [, { lines }]) => sum + lines.total, 0);
}
