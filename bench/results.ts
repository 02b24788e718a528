import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { resultsPlot } from './bars.ts';
import type { Effort, Finding, Section } from './finding.ts';
import { figure, isMet } from './finding.ts';

const FOLDER = 'bench';

/** The latest measurement of each scenario. The tables and the plot are made from it. */
type Results = Record<string, Section & { readonly conditions: string }>;

const PREFACE = `# What was measured

\`npm run bench\` writes this file, one section per scenario. A line that is measured again is replaced. \`RESULTS.png\` shows the same
figures. Figures are medians of the rounds. Every round measures all sides in turn, so a ratio is the median of the ratios of the rounds. The
*floor* is a bare \`node:http\` server with the V8 flags of the service. It verifies a token once. For each request, it runs the least SQL
that gives the same bytes: one prepared statement over rows that contain the finished JSON. \`µs\` is CPU time per request. The clients, the
service and PostgreSQL run on the same machine. If the load average before a scenario is above the number of cores, other programs were
running, and the figures are only a hint.

![The figures beside their targets](RESULTS.png)
`;

/** A description of the machine, and its load average, which tells whether other work was running. */
export function circumstances(): string {
  const [busy = 0] = loadavg();
  const processors = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${processors.length} cores (${processors[0]?.model ?? 'unknown'}), ${memory}, Node.js ${process.versions.node}, load average ${figure(busy)} before`;
}

export async function writeResults(name: string, section: Section, before: string, effort: Effort): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  await storeResults(name, section, `${date}, ${effort.rounds} rounds of ${effort.seconds} s; ${before}.`);
}

/** Replaces the lines that were measured again, then writes the tables and the plot. `conditions`: when and how it was measured. */
export async function storeResults(name: string, section: Section, conditions: string): Promise<void> {
  const results = read();
  results[name] = { ...merged(results[name], section), conditions };
  writeFileSync(`${FOLDER}/results.json`, `${JSON.stringify(results, undefined, 2)}\n`);
  const sections = Object.entries(results);
  const texts = sections.map(([title, one]) => [`## ${title}`, one.conditions, tableOf(one)].join('\n\n'));
  writeFileSync(`${FOLDER}/RESULTS.md`, `${[PREFACE.trimEnd(), ...texts].join('\n\n')}\n`);
  await resultsPlot(
    `${FOLDER}/RESULTS.png`,
    sections.flatMap(([, { findings }]) => findings.flatMap(({ goals }) => goals)),
  );
}

export function tableOf({ columns, findings, note }: Section): string {
  const rows = findings.map(({ what, cells, goals }) => [what, ...cells, metBy(goals)]);
  const head = ['', ...columns, 'met'];
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  return note === undefined ? table : `${table}\n\n${note}`;
}

function metBy(goals: Finding['goals']): string {
  if (goals.length === 0) return '';
  return goals.every(isMet) ? 'yes' : '**no**';
}

/**
 * The earlier section, in which lines that were measured again are replaced, because a run may measure only some lines.
 */
function merged(earlier: Section | undefined, section: Section): Section {
  if (earlier === undefined || String(earlier.columns) !== String(section.columns)) return section;
  const again = new Map(section.findings.map((finding) => [finding.what, finding]));
  const findings = earlier.findings.map((finding) => again.get(finding.what) ?? finding);
  const known = new Set(findings.map(({ what }) => what));
  return { ...section, findings: [...findings, ...section.findings.filter(({ what }) => !known.has(what))] };
}

function read(): Results {
  try {
    return JSON.parse(readFileSync(`${FOLDER}/results.json`, 'utf8')) as Results;
  } catch {
    return {};
  }
}
