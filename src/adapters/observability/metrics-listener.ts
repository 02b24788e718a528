import type { RequestListener } from 'node:http';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

/** The readiness as in `/health/ready`; `ready` means that requests can be served. */
type Readiness = () => Promise<string>;

const RETRY_AFTER_SECONDS = '5';

/**
 * Serves `GET /metrics`, `/health/live` and `/health/ready` on a port of its own that is not public, so that monitoring
 * never waits behind clients.
 */
export function metricsListener(metrics: PrometheusMetrics, readiness: Readiness): RequestListener {
  const answers: ReadonlyMap<string, () => Promise<Answer>> = new Map([
    ['/metrics', () => metricsAnswer(metrics)],
    ['/health/live', async () => health(200, 'alive')],
    ['/health/ready', () => readinessAnswer(readiness)],
  ]);
  return (req, res) => {
    const write = ({ status, contentType, body, headers }: Answer): void => {
      res.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store', ...headers });
      res.end(req.method === 'HEAD' ? undefined : body);
    };
    const answer = answers.get(req.url?.split('?', 1)[0] ?? '');
    if (answer === undefined) {
      write(plain(404, 'This port serves /metrics, /health/live and /health/ready.\n'));
    } else if (req.method !== 'GET' && req.method !== 'HEAD') {
      write({ ...plain(405, 'Use GET.\n'), headers: { Allow: 'GET, HEAD' } });
    } else {
      answer().then(write, () => write(plain(500, 'The metrics cannot be read.\n')));
    }
  };
}

type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
};

async function metricsAnswer(metrics: PrometheusMetrics): Promise<Answer> {
  return { status: 200, contentType: metrics.contentType, body: await metrics.text() };
}

async function readinessAnswer(readiness: Readiness): Promise<Answer> {
  const status = await readiness();
  if (status === 'ready') return health(200, status);
  return { ...health(503, status), headers: { 'Retry-After': RETRY_AFTER_SECONDS } };
}

function health(status: number, text: string): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify({ status: text }) };
}

function plain(status: number, body: string): Answer {
  return { status, contentType: 'text/plain', body };
}
