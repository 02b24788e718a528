import type { RequestListener } from 'node:http';
import type { PrometheusMetrics } from './prometheus-metrics.ts';

/** Answers `GET /metrics` and nothing else; it listens on a port of its own, which is not for everybody. */
export function metricsListener(metrics: PrometheusMetrics): RequestListener {
  return (req, res) => {
    const answer = (status: number, contentType: string, body: string, headers: Record<string, string> = {}): void => {
      res.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store', ...headers });
      res.end(req.method === 'HEAD' ? undefined : body);
    };
    if (req.url?.split('?', 1)[0] !== '/metrics') {
      answer(404, 'text/plain', 'There is /metrics here.\n');
    } else if (req.method !== 'GET' && req.method !== 'HEAD') {
      answer(405, 'text/plain', 'GET only.\n', { Allow: 'GET, HEAD' });
    } else {
      metrics.text().then(
        (text) => answer(200, metrics.contentType, text),
        () => answer(500, 'text/plain', 'The metrics cannot be read.\n'),
      );
    }
  };
}
