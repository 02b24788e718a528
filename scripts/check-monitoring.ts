import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { generateFilms } from '../tests/kinopoisk-stand-in/generate-films.ts';
import { startKinopoiskStandIn } from '../tests/kinopoisk-stand-in/kinopoisk-stand-in.ts';
import { freePort } from '../tests/support/free-port.ts';
import { findPostgres } from '../tests/support/postgres-binaries.ts';
import { PostgresCluster } from '../tests/support/postgres-cluster.ts';
import type { ServiceProcess } from '../tests/support/service-process.ts';
import { logInPair, startService } from '../tests/support/service-process.ts';
import { buildIfStale } from './build.ts';
import { Checklist } from './checklist.ts';

/**
 * Monitors the built service with a real Prometheus and the configuration of `monitoring/`, and sends it every query of
 * every dashboard and alert. Only the target and the intervals differ from the real configuration, so that it takes
 * seconds. Needs `prometheus` and `promtool` on the path. With `--report <file>` the counts are written there as
 * `{passed, failed}`.
 */
type Dashboard = { title: string; panels: { title: string; targets: { expr: string }[] }[] };
type Rule = { name: string; query: string; health: string; lastError?: string; state: string };
type Series = { metric: Record<string, string>; value: [number, string] };

const CONFIG = 'monitoring/prometheus';
const DASHBOARDS = 'monitoring/grafana/dashboards';

/** Variables of queries, with the values that Grafana would use. */
const VARIABLES = { $__rate_interval: '15s', $__range: '5m' };
/** A query that returns no data within this time counts as failed. */
const ANSWER_WITHIN_MS = 30_000;
/** Pause between two rounds of requests. */
const ROUND_MS = 250;

const METRIC = /\b(?:up|(?:app|auth|db|http|kinopoisk|nodejs|operations?|process)_\w+)(?=\{)/g;

const checks = new Checklist();
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
const stopping = new AbortController();
const cleanups: (() => Promise<unknown> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
let prometheusUrl = '';

try {
  await Promise.all(['prometheus', 'promtool'].map(isHere));
  await checks.step('promtool takes the configuration', () =>
    run('promtool', ['check', 'config', `${CONFIG}/prometheus.yml`]),
  );
  for (const file of readdirSync(`${CONFIG}/rules-tests`))
    await checks.step(`promtool runs ${file}`, () =>
      run('promtool', ['test', 'rules', `${CONFIG}/rules-tests/${file}`]),
    );
  await checks.step('Prometheus scrapes the service', watchService);
  for (const [file, { title, panels }] of dashboards())
    for (const panel of panels)
      await checks.step(`${title}: ${panel.title}`, () => everyQueryAnswers(`${file}, ${panel.title}`, panel.targets));
  await everyAlertIsEvaluated();
} catch (error) {
  await checks.step('the check itself', () => {
    throw error;
  });
} finally {
  stopping.abort();
  for (const cleanUp of cleanups.toReversed()) await cleanUp();
}
checks.finish('monitoring');

async function isHere(program: string): Promise<void> {
  await run(program, ['--version']).catch((cause: unknown) => {
    throw new Error(`${program} is not on the path; Debian has it in the package prometheus`, { cause });
  });
}

async function watchService(): Promise<void> {
  await buildIfStale();
  const binaries = await findPostgres();
  assert.ok(binaries, 'there is no PostgreSQL on this machine');
  const cluster = await PostgresCluster.create(binaries);
  cleanups.push(() => cluster.destroy());
  const films = generateFilms(500);
  const kinopoisk = await startKinopoiskStandIn({ films });
  cleanups.push(() => kinopoisk.close());
  const service = await startService({
    DATABASE_URL: cluster.url,
    AUTH_SECRET: 'Zk3vXq8Nr1Lw6TyB7mPc9HsJ2dGfUa4EoViR',
    REFRESH_LEEWAY_SECONDS: '0',
    KINOPOISK_API_KEY: kinopoisk.apiKey,
    KINOPOISK_BASE_URL: kinopoisk.baseUrl,
    LIMIT_LOGIN_PER_ADDRESS: '100000',
    LIMIT_REGISTER_PER_MINUTE: '3',
    LIMIT_SEARCH_PER_MINUTE: '100000',
    LIMIT_KINOPOISK_PER_DAY: '100000',
  });
  cleanups.push(() => service.stop());
  await startPrometheus(new URL(service.metricsUrl).host);
  const requestMetrics = makeTraffic(
    service,
    films.map(({ kinopoiskId }) => kinopoiskId),
  );
  cleanups.push(() => requestMetrics);
  await until(async () => {
    const [scrapes] = await query('count_over_time(up{job="kinopolka"}[1m]) and up{job="kinopolka"} == 1');
    assert.ok(Number(scrapes?.value[1]) >= 5, 'fewer than 5 scrapes');
  });
}

async function startPrometheus(target: string): Promise<void> {
  cpSync(CONFIG, folder, { recursive: true });
  const configFile = join(folder, 'prometheus.yml');
  const config = readFileSync(configFile, 'utf8')
    .replaceAll(/_interval: 15s$/gm, '_interval: 1s')
    .replace(/dns_sd_configs:\n[^]*$/, `static_configs:\n      - targets: ['${target}']\n`);
  assert.match(config, /scrape_interval: 1s\n *evaluation_interval: 1s[^]*static_configs/);
  writeFileSync(configFile, config);
  const address = `127.0.0.1:${await freePort()}`;
  prometheusUrl = `http://${address}`;
  const options = [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=${address}`,
  ];
  const prometheus = spawn('prometheus', [...options, '--log.level=warn'], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(prometheus, 'spawn');
  cleanups.push(() => end(prometheus));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** Sends requests that succeed and requests that fail, in rounds until the end, because rates need repeated events. */
async function makeTraffic(service: ServiceProcess, films: readonly number[]): Promise<void> {
  const [unknownFilm, password] = [404, 'correct horse battery staple'];
  for (let round = 0; !stopping.signal.aborted; round += 1) {
    const { access_token: token, refresh_token } = await logInPair(service, `person${round % 4}`);
    const film = films[round % films.length] ?? 0;
    const call = (method: string, path: string, body?: unknown) => service.call(method, path, { token, body });
    await Promise.all([
      call('GET', '/user'),
      call('GET', `/movies/search?query=${film}`),
      call('POST', '/movies/favorites', { kinopoisk_id: film }).then(() => call('GET', '/movies/favorites')),
      call('GET', `/movies/${films[0]}`),
      call('GET', `/movies/${unknownFilm + round}`),
      call('GET', '/roles'),
      service.call('GET', '/user'),
      service.call('GET', '/nowhere'),
      service.call('POST', '/auth/login', { body: { login: 'nobody', password } }),
      service.call('PUT', '/auth/login', { body: { refresh_token } }),
    ]);
    await service.call('PUT', '/auth/login', { body: { refresh_token } });
    await sleep(ROUND_MS);
  }
}

function dashboards(): (readonly [file: string, dashboard: Dashboard])[] {
  return readdirSync(DASHBOARDS).map((file) => [
    file,
    JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as Dashboard,
  ]);
}

async function everyQueryAnswers(where: string, targets: { expr: string }[]): Promise<void> {
  assert.ok(targets.length > 0, `${where} has no query`);
  for (const { expr } of targets) {
    await until(async () => {
      const series = await query(expr);
      assert.ok(
        series.some(({ value }) => value[1] !== 'NaN'),
        `nothing is returned by ${expr}`,
      );
    });
  }
}

/** Alerts rarely fire, so this checks that each can be evaluated and that the metrics it reads exist. */
async function everyAlertIsEvaluated(): Promise<void> {
  let rules: Rule[] = [];
  await checks.step('Prometheus evaluates the alerts', async () => {
    await until(async () => {
      const { groups } = (await ask('/api/v1/rules')) as { groups: { rules: Rule[] }[] };
      rules = groups.flatMap((group) => group.rules);
      assert.ok(rules.length > 0, 'there are none');
      assert.ok(!rules.some(({ health }) => health === 'unknown'), 'some were not evaluated yet');
    });
  });
  for (const { name, query: expr, health, lastError } of rules) {
    await checks.step(`alert ${name}`, async () => {
      assert.equal(health, 'ok', lastError);
      for (const metric of expr.match(METRIC) ?? [])
        assert.ok((await query(`${metric}{job="kinopolka"}`)).length > 0, `there is no ${metric}`);
    });
  }
  await checks.step('of all alerts the one about reused refresh tokens fires', async () => {
    const firing = await query('count by (alertname) (ALERTS{alertstate="firing"})');
    assert.deepEqual(
      firing.map(({ metric }) => metric['alertname']),
      ['KinopolkaRefreshTokenReused'],
    );
  });
}

async function query(expr: string): Promise<Series[]> {
  let filledIn = expr;
  for (const [variable, value] of Object.entries(VARIABLES)) filledIn = filledIn.replaceAll(variable, value);
  const { result } = (await ask(`/api/v1/query?query=${encodeURIComponent(filledIn)}`)) as { result: Series[] };
  return result;
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`${prometheusUrl}${path}`);
  const { status, data, error } = (await response.json()) as { status: string; data: unknown; error?: string };
  assert.equal(status, 'success', error);
  return data;
}

/** Tries again until it succeeds. @throws the last error, after {@link ANSWER_WITHIN_MS} */
async function until(attempt: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + ANSWER_WITHIN_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await sleep(250);
    }
  }
}
