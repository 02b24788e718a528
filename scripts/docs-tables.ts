import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { STATUS_OF_KIND } from '../src/adapters/http/problems/error-handler.ts';
import { HTTP_PROBLEM_STATUS } from '../src/adapters/http/problems/http-problem.ts';
import type { Wording } from '../src/adapters/http/problems/wording.ts';
import type { RouteDeclaration } from '../src/adapters/http/routing/route.ts';
import { permissionsOf } from '../src/adapters/http/routing/route.ts';
import { COUNTERS, DURATIONS, PrometheusMetrics } from '../src/adapters/observability/prometheus-metrics.ts';
import type { OpenDatabase } from '../src/adapters/persistence/engine/database.ts';
import type { Argon2PasswordHasher } from '../src/adapters/security/argon2-password-hasher.ts';
import {
  publishDatabase,
  publishFilmSource,
  publishPasswordHasher,
  publishProcess,
  publishService,
} from '../src/bootstrap/publish-gauges.ts';
import { loadSettings } from '../src/bootstrap/settings/load-settings.ts';
import { SECRET_SETTINGS, settingsSchema } from '../src/bootstrap/settings/settings-schema.ts';
import type { Get } from '../src/bootstrap/tokens.ts';
import { PERMISSIONS } from '../src/domain/access/permission.ts';
import type { DomainErrorClass } from '../src/domain/shared/errors.ts';

/**
 * Writes tables made from the code, and copies of configuration files, into the documentation, each between two marks
 * such as `<!-- settings:begin -->` and `<!-- settings:end -->`. With `--check` it changes nothing and ends with 1 if
 * something differs. Further arguments name folders that contain `docs`, if not the current one.
 */
const TABLES: Readonly<Record<string, { readonly file: string; readonly make: () => string | Promise<string> }>> = {
  settings: { file: 'docs/operate/settings.md', make: settingsTable },
  metrics: { file: 'docs/operate/monitoring.md', make: metricsTable },
  permissions: { file: 'docs/guide/access.md', make: permissionsTable },
  problems: { file: 'docs/guide/problems.md', make: problemsTable },
  faults: { file: 'docs/guide/problems.md', make: faultsTable },
  nginx: { file: 'docs/operate/reverse-proxy.md', make: () => contentOf('deploy/nginx/kinopolka.conf', 'nginx') },
  caddy: { file: 'docs/operate/reverse-proxy.md', make: () => contentOf('deploy/caddy/Caddyfile', 'caddyfile') },
  haproxy: { file: 'docs/operate/reverse-proxy.md', make: () => contentOf('deploy/haproxy/haproxy.cfg', 'haproxy') },
};

const isCheck = process.argv.includes('--check');
const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const different: string[] = [];

for (const folder of folders.length > 0 ? folders : ['.']) await compareTables(folder);

if (different.length > 0) console.log(different.join('\n'));
if (isCheck && different.length > 0) {
  console.log('The documentation differs from the code: run `npm run docs:tables`');
  process.exitCode = 1;
}

async function compareTables(folder: string): Promise<void> {
  for (const [name, { file, make }] of Object.entries(TABLES)) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`${path} lacks ${begin} or ${end}`);
    const written = `${before}${begin}\n\n${await make()}\n\n${end}${after}`;
    if (written === text) continue;
    different.push(`${path}: ${name}`);
    if (!isCheck) writeFileSync(path, written);
  }
}

function contentOf(file: string, language: string): string {
  return `\`\`\`${language}\n${readFileSync(file, 'utf8').trimEnd()}\n\`\`\``;
}

function settingsTable(): string {
  const defaults = loadSettings({}) as Readonly<Record<string, { toString(): string } | undefined>>;
  const secrets: readonly string[] = SECRET_SETTINGS;
  const rows = Object.entries(settingsSchema.shape).map(([name, { description = '' }]) => {
    const value = defaults[name]?.toString();
    return [
      code(name),
      value ? code(value) : 'none',
      secrets.includes(name) ? `${description} · *secret*` : description,
    ];
  });
  return table(['name', 'default', 'meaning'], rows);
}

function metricsTable(): string {
  const measured = [
    ...Object.entries(COUNTERS).map(([name, [help, ...labels]]) => ({ name, type: 'counter', labels, help })),
    ...Object.entries(DURATIONS).map(([name, [help, ...labels]]) => ({ name, type: 'histogram', labels, help })),
    ...publishedGauges(),
    { name: 'process_*', type: 'several', labels: [], help: 'Processor, memory and files of the process' },
    { name: 'nodejs_*', type: 'several', labels: [], help: 'Event loop, heap and garbage collection of Node.js' },
  ];
  const rows = measured.map(({ name, type, labels, help }) => [code(name), type, labels.map(code).join(', '), help]);
  return table(['metric', 'type', 'labels', 'what it tells'], sortedRows(rows));
}

/** Every gauge that the service publishes. Gauges are only declared here, never read, so empty objects are enough. */
function publishedGauges(): { name: string; type: string; labels: readonly string[]; help: string }[] {
  const gauges: { name: string; type: string; labels: readonly string[]; help: string }[] = [];
  class GaugeRecorder extends PrometheusMetrics {
    override gauge(name: string, help: string, labels: readonly string[]): void {
      gauges.push({ name, type: 'gauge', labels, help });
    }
    override watchProcess(): void {}
  }
  const metrics = new GaugeRecorder();
  publishProcess(metrics);
  publishDatabase(metrics, {} as OpenDatabase);
  const get: Get = () => {
    throw new Error('a gauge was read');
  };
  publishService(get, metrics);
  publishPasswordHasher({} as Argon2PasswordHasher, metrics);
  publishFilmSource(get, metrics);
  return gauges;
}

async function permissionsTable(): Promise<string> {
  const routes = (await exportsOf('src/adapters/http/*/*.routes.ts')).filter(isRoute);
  const rows = PERMISSIONS.map((permission) => {
    const open = routes.filter(
      (route) => permissionsOf(route).includes(permission) && route.operationId === route.operation.name,
    );
    if (open.length === 0) throw new Error(`No operation needs ${permission}`);
    const calls = sortedRows(open.map(({ method, path }) => [path, method.toUpperCase()]));
    return [code(permission), calls.map(([path, method]) => code(`${method} ${path}`)).join(', ')];
  });
  return table(['permission', 'opens'], rows);
}

async function problemsTable(): Promise<string> {
  const statuses = new Map<string, number>(Object.entries(HTTP_PROBLEM_STATUS));
  for (const found of (await exportsOf('src/{domain,application}/**/*.ts')).filter(isErrorClass))
    statuses.set(found.code, STATUS_OF_KIND[found.kind]);
  const problems = (await wordings()).flatMap((wording) => Object.entries(wording.problems ?? {}));
  const rows = problems.map(([name, { title, detail }]) => {
    const status = statuses.get(name);
    if (status === undefined) throw new Error(`No error has the code ${name}`);
    return [String(status), code(name), title.en, detail.en];
  });
  if (rows.length !== statuses.size) throw new Error('An error has no text, or a text no error');
  return table(['status', 'code', 'what happened', 'what to do'], sortedRows(rows));
}

async function faultsTable(): Promise<string> {
  const faults = (await wordings()).flatMap((wording) => Object.entries(wording.faults ?? {}));
  const rows = faults.map(([name, text]) => [code(name), text.en.replace('{limit}', 'N')]);
  return table(['code', 'message'], sortedRows(rows));
}

async function wordings(): Promise<readonly Wording[]> {
  const subjects = await exportsOf('src/adapters/http/*/*.wording.ts');
  const { sharedWording } = await import('../src/adapters/http/problems/shared-wording.ts');
  return [sharedWording, ...(subjects as Wording[])];
}

async function exportsOf(pattern: string): Promise<readonly unknown[]> {
  const files = globSync(pattern).toSorted();
  if (files.length === 0) throw new Error(`${pattern} finds no file`);
  const modules = await Promise.all(
    files.map(async (file) => (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>),
  );
  return modules.flatMap((module) => Object.values(module));
}

function isRoute(value: unknown): value is RouteDeclaration {
  return typeof value === 'object' && value !== null && 'operation' in value && 'path' in value;
}

function isErrorClass(value: unknown): value is DomainErrorClass {
  return typeof value === 'function' && 'kind' in value && 'code' in value;
}

/** Sorted by the first cell, then by the next ones. */
function sortedRows(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const key = (row: readonly string[]) => row.join('\0');
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
