import { randomUUID } from 'node:crypto';
import { basename, relative } from 'node:path';
import type { ErrorEvent, EventEnvelope, StackFrame, TransportMakeRequestResponse } from '@sentry/core';
import {
  createEnvelope,
  createStackParser,
  createTransport,
  getEnvelopeEndpointWithUrlEncodedAuth,
  makeDsn,
} from '@sentry/core';
import { nodeStackLineParser } from '@sentry/core/server';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { ErrorReporter, FaultContext } from '../../application/shared/ports/error-reporter.ts';
import { DomainError } from '../../domain/shared/errors.ts';
import { describeCause } from './describe-cause.ts';
import { scrubbed } from './scrubbed.ts';
import type { CurrentRequest } from './winston-operation-log.ts';

/** `dsn`: validated by the settings. `root`: the folder that file names are relative to. */
export type SentrySettings = { readonly dsn: string; readonly version: string; readonly root: string };

/** Maximum number of concurrent reports; more are dropped. Nothing is sent twice. */
const MAX_UNDER_WAY = 10;
const DELIVERED_WITHIN_MS = 5_000;

/** Enough reports of a fault that affects every request. */
const MAX_A_MINUTE = 60;
const MINUTE_MS = 60_000;

const parseStack = createStackParser(nodeStackLineParser());

/** Removes the message before the frames, so that no part of it is parsed as a frame. */
function framesOf(stack: string, message: string): StackFrame[] {
  const lines = stack.replace(message, '').split('\n');
  return parseStack(lines.filter((line) => /^ {4}at /.test(line)).join('\n'));
}

/**
 * Sends faults to Sentry, GlitchTip or any server that accepts envelopes of the Sentry protocol. The event contains
 * only the fields listed here: of the request only its ids, and no text that was not scrubbed.
 */
export class SentryErrorReporter implements ErrorReporter {
  private readonly transport: ReturnType<typeof createTransport>;
  private readonly reported = new WeakSet();
  private windowStartsMs = -Infinity;
  private inWindow = 0;
  private isDelivering = true;
  private readonly release: string;
  private readonly root: string;

  /** `onUndelivered` is called for the first report lost after a delivered one, or after the start. */
  constructor(
    { dsn: address, version, root }: SentrySettings,
    private readonly clock: Clock,
    private readonly currentRequest: CurrentRequest,
    private readonly onUndelivered: (reason: unknown) => void,
  ) {
    this.release = `kinopolka@${version}`;
    this.root = root;
    const dsn = makeDsn(address);
    if (!dsn) throw new Error('SENTRY_DSN is not a valid DSN');
    const url = getEnvelopeEndpointWithUrlEncodedAuth(dsn);
    const options = { bufferSize: MAX_UNDER_WAY, recordDroppedEvent: () => undefined };
    this.transport = createTransport(options, ({ body }) => this.deliver(url, body));
  }

  report(fault: unknown, context: FaultContext = {}): void {
    if (fault instanceof DomainError || this.wasReported(fault) || !this.hasRoom()) return;
    const event = this.eventOf(fault, context);
    const headers = { event_id: event.event_id ?? '', sent_at: this.clock.now().toISOString() };
    const envelope = createEnvelope<EventEnvelope>(headers, [[{ type: 'event' }, event]]);
    this.transport.send(envelope).then(undefined, (reason: unknown) => this.wasLost(reason));
  }

  async flush(timeoutMs: number): Promise<void> {
    await this.transport.flush(timeoutMs);
  }

  private wasReported(fault: unknown): boolean {
    if (typeof fault !== 'object' || fault === null) return false;
    const isKnown = this.reported.has(fault);
    this.reported.add(fault);
    return isKnown;
  }

  private hasRoom(): boolean {
    const nowMs = this.clock.monotonicMs();
    if (nowMs - this.windowStartsMs >= MINUTE_MS) [this.windowStartsMs, this.inWindow] = [nowMs, 0];
    this.inWindow += 1;
    return this.inWindow <= MAX_A_MINUTE;
  }

  private eventOf(fault: unknown, { operation, isFatal = false }: FaultContext): ErrorEvent {
    const { name, message, code, stack } = describeCause(fault);
    const request = this.currentRequest();
    const frames = stack === undefined ? [] : framesOf(stack, message).map((frame) => this.placed(frame));
    return {
      type: undefined,
      event_id: randomUUID().replaceAll('-', ''),
      timestamp: this.clock.now().getTime() / 1000,
      platform: 'node',
      level: isFatal ? 'fatal' : 'error',
      release: this.release,
      ...(operation !== undefined && { transaction: operation }),
      tags: { operation, code, request_id: request?.requestId, trace_id: request?.traceId },
      contexts: { runtime: { name: 'node', version: process.version } },
      exception: {
        values: [
          {
            type: name,
            value: scrubbed(message),
            mechanism: { type: 'generic', handled: !isFatal },
            ...(frames.length > 0 && { stacktrace: { frames } }),
          },
        ],
      },
    };
  }

  /** Makes the file name of a frame relative to the project. */
  private placed(frame: StackFrame): StackFrame {
    const { filename } = frame;
    if (!filename?.startsWith('/')) return frame;
    const path = relative(this.root, filename);
    return { ...frame, filename: path.startsWith('..') ? basename(filename) : `app:///${path}` };
  }

  private async deliver(url: string, body: string | Uint8Array): Promise<TransportMakeRequestResponse> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-sentry-envelope' },
      body: Buffer.from(body),
      redirect: 'error',
      signal: AbortSignal.timeout(DELIVERED_WITHIN_MS),
    });
    await response.body?.cancel();
    if (response.ok) this.isDelivering = true;
    else this.wasLost(`answered with ${response.status}`);
    return {
      statusCode: response.status,
      headers: {
        'x-sentry-rate-limits': response.headers.get('X-Sentry-Rate-Limits'),
        'retry-after': response.headers.get('Retry-After'),
      },
    };
  }

  private wasLost(reason: unknown): void {
    if (this.isDelivering) this.onUndelivered(reason);
    this.isDelivering = false;
  }
}
