import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An event of the Sentry protocol, with the fields that the service sends. */
export type ReportedEvent = {
  event_id: string;
  level: string;
  release: string;
  transaction?: string;
  tags: Record<string, string>;
  exception: {
    values: {
      type: string;
      value: string;
      mechanism: { handled: boolean };
      stacktrace?: { frames: { filename: string; function: string; lineno: number }[] };
    }[];
  };
};

export type IngestStandIn = {
  readonly dsn: string;
  /** All requests in full: request line, headers and body. */
  readonly received: string[];
  readonly events: ReportedEvent[];
  /** From now on every envelope is answered with this status; with `undefined` it is not answered. */
  answerWith: (status: number | undefined, headers?: Record<string, string>) => void;
  close: () => Promise<void>;
};

const PUBLIC_KEY = '0123456789abcdef0123456789abcdef';
const PATH = `/api/42/envelope/`;

/**
 * Starts a server in place of Sentry or GlitchTip, which accepts only envelopes as their documentation defines them.
 */
export async function startIngestStandIn(): Promise<IngestStandIn> {
  const received: string[] = [];
  const events: ReportedEvent[] = [];
  let answer: { status: number | undefined; headers: Record<string, string> } = { status: 200, headers: {} };

  const take = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await text(req);
    received.push(`${req.method} ${req.url}\n${JSON.stringify(req.headers)}\n\n${body}`);
    if (answer.status === undefined) return;
    if (answer.status === 200) events.push(eventIn(req, body));
    res.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers }).end('{}');
  };
  const server = createServer((req, res) => {
    take(req, res).catch((error: unknown) => res.writeHead(400).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    dsn: `http://${PUBLIC_KEY}@127.0.0.1:${port}/42`,
    received,
    events,
    answerWith: (status, headers = {}) => {
      answer = { status, headers };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The event of an envelope. @throws Error if Sentry would refuse the request */
function eventIn({ method, url, headers }: IncomingMessage, body: string): ReportedEvent {
  const { pathname, searchParams } = new URL(url ?? '', 'http://ingest');
  if (method !== 'POST' || pathname !== PATH) throw new Error(`no such route: ${method} ${pathname}`);
  if (searchParams.get('sentry_key') !== PUBLIC_KEY || searchParams.get('sentry_version') !== '7')
    throw new Error('not authorized');
  if (headers['content-type'] !== 'application/x-sentry-envelope') throw new Error('not an envelope');
  const [envelope, item, payload, ...rest] = body.trimEnd().split('\n') as [string, string, string, ...string[]];
  const { event_id: id, sent_at: sentAt } = JSON.parse(envelope) as Record<string, string>;
  const { type } = JSON.parse(item) as Record<string, string>;
  const event = JSON.parse(payload) as ReportedEvent;
  if (type !== 'event' || rest.length > 0) throw new Error('more than one event');
  if (!/^[0-9a-f]{32}$/.test(event.event_id) || event.event_id !== id) throw new Error('no event id');
  if (Number.isNaN(Date.parse(sentAt ?? ''))) throw new Error('not sent at any time');
  return event;
}
