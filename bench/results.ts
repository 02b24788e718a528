import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Effort, Finding } from './finding.ts';
import { figure } from './finding.ts';

const FILE = 'bench/RESULTS.md';

const PREFACE = `# What was measured

Written by \`npm run bench\`, one section per scenario; running a scenario again replaces its section. *Beside* is the floor (a bare
\`node:http\` server that verifies the same token and runs the same SQL) unless the line names something else. Figures are medians.
Ratios are medians of the ratios of the rounds, because both sides are measured alternately. \`µs\` is the CPU time of a request in that
process. Clients, service and PostgreSQL share the machine. If the load average before a scenario is above the number of cores, other
work was running and the figures are only a hint: CPU times then vary by half, requests a second by more.
`;

/** The machine in words that fit any reader, and how busy it is with other things. */
export function circumstances(): string {
  const [busy = 0] = loadavg();
  const processors = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${processors.length} cores (${processors[0]?.model ?? 'unknown'}), ${memory}, Node.js ${process.versions.node}, load average ${figure(busy)} before`;
}

/** Puts the scenario's section in the place of its last one. */
export function writeResults(name: string, findings: readonly Finding[], before: string, effort: Effort): void {
  const [, ...sections] = read().split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${name}\n`)).map((section) => section.trimEnd());
  const date = new Date().toISOString().slice(0, 10);
  const conditions = `${date}, ${effort.rounds} rounds of ${effort.seconds} s; ${before}.`;
  const section = `## ${name}\n\n${conditions}\n\n${tableOf(findings)}`;
  writeFileSync(FILE, [PREFACE.trimEnd(), ...[...others, section].toSorted()].join('\n\n') + '\n');
}

export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, beside = '', service, ratio = '', target, isMet }) => [
    what,
    beside,
    service,
    ratio,
    target,
    isMet ? 'yes' : '**no**',
  ]);
  const head = ['', 'beside', 'service', 'ratio', 'target', 'met'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function read(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}
