import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Panel = {
  id: number;
  title: string;
  type: string;
  description?: string;
  datasource: unknown;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { refId: string; datasource: unknown; expr: string }[];
  fieldConfig: { defaults: { unit?: string } };
};
type Dashboard = { uid: string; title: string; editable: boolean; panels: Panel[] };

const FOLDER = 'monitoring/grafana/dashboards';
const DATA_SOURCE = { type: 'prometheus', uid: 'prometheus' };

const read = (file: string) => readFileSync(file, 'utf8');
const dashboards = readdirSync(FOLDER).map((file) => JSON.parse(read(`${FOLDER}/${file}`)) as Dashboard);
const panels = dashboards.flatMap(({ title, panels: all }) => all.map((panel) => ({ in: title, ...panel })));
const rules = read('monitoring/prometheus/rules/kinopolka.yml');
const alerts = [...rules.matchAll(/- alert: (\w+)\n/g)].map(([, name]) => name!);

describe('the dashboards', () => {
  it('are four, each with a name of its own', () => {
    expect(new Set(dashboards.map(({ uid }) => uid))).toEqual(
      new Set(['kinopolka-overview', 'kinopolka-kinopoisk', 'kinopolka-accounts', 'kinopolka-runtime']),
    );
    expect(dashboards).toHaveLength(4);
  });

  it('begin with the processing times, the operations per second and the use of resources', () => {
    const overview = dashboards.find(({ uid }) => uid === 'kinopolka-overview');
    const firstThree = overview?.panels.slice(0, 3).map(({ title, gridPos }) => [title, gridPos.x, gridPos.y]);
    expect(firstThree).toEqual([
      ['Processing time', 0, 0],
      ['Operations per second', 8, 0],
      ['Resource use', 16, 0],
    ]);
  });

  it.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))(
    'have no two panels in one place: %s',
    (_title, { panels: all }) => {
      const places = all.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
      );
      expect(new Set(places).size).toBe(places.length);
      expect(all.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    },
  );

  it.each(panels.map((panel) => [`${panel.in}, ${panel.title}`, panel] as const))(
    'say of each panel what it shows, in which unit, from which source: %s',
    (_title, { description, datasource, fieldConfig, targets }) => {
      expect(description).not.toBe('');
      expect(fieldConfig.defaults.unit).toMatch(/^\w+$/);
      expect([datasource, ...targets.map((target) => target.datasource)]).toEqual(
        Array.from({ length: targets.length + 1 }, () => DATA_SOURCE),
      );
    },
  );

  it('select only this service', () => {
    const selectors = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/\w+\{[^}]*\}/g) ?? []));
    expect(selectors.filter((selector) => !/job="kinopolka"|^ALERTS\{/.test(selector))).toEqual([]);
  });

  it('use the data source that is provisioned with them', () => {
    expect(read('monitoring/grafana/provisioning/datasources/prometheus.yml')).toMatch(/^ {4}uid: prometheus$/m);
  });
});

describe('the alerts', () => {
  it.each(alerts)('have a severity, a summary and a description: %s', (name) => {
    const [rule] = new RegExp(`- alert: ${name}\n[^]*?(?=- alert:|$)`).exec(rules)!;
    expect(rule).toMatch(/severity: (?:critical|warning)/);
    expect(rule).toMatch(/ summary: \S/);
    expect(rule).toMatch(/ description: \S/);
  });

  it.each(alerts)('are tested: %s', (name) => {
    const tests = read('monitoring/prometheus/rules-tests/kinopolka.yml');
    expect(tests).toMatch(new RegExp(`alertname: ${name}\n +exp_alerts:\n +- exp_labels`));
  });

  it('are all in the documentation, with instructions', () => {
    const rows = [...read('docs/operate/monitoring.md').matchAll(/^\| `(Kinopolka\w+)` \| [^|]+ \| [^|]+ \|$/gm)].map(
      ([, name]) => name!,
    );
    expect(rows.toSorted()).toEqual(alerts.toSorted());
  });
});

describe('the compose file', () => {
  const services = read('docker-compose.yml').split(/^ {2}(?=\w)/m);
  const monitoring = services.filter((service) => service.includes('profiles: [monitoring]'));

  it('has Prometheus and Grafana in fixed versions, only for this machine', () => {
    expect(monitoring.map((service) => service.split(':')[0])).toEqual(['prometheus', 'grafana']);
    for (const service of monitoring) {
      expect(service).toMatch(/image: \S+:v?\d+\.\d+\.\d+\n/);
      expect([...service.matchAll(/^ {6}- (\S*):\d+$/gm)].map(([, port]) => port)).toEqual([
        expect.stringMatching(/^127\.0\.0\.1:/),
      ]);
    }
  });

  it('creates no account and no password in Grafana', () => {
    expect(monitoring[1]).toContain("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true'");
    expect(monitoring[1]).toContain("GF_AUTH_DISABLE_LOGIN_FORM: 'true'");
    expect(monitoring[1]).toContain('GF_AUTH_ANONYMOUS_ORG_ROLE: Viewer');
  });
});
