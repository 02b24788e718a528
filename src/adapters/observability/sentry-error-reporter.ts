import { basename, relative } from 'node:path';
import type { ClientOptions, ErrorEvent, Exception, StackFrame, TransportMakeRequestResponse } from '@sentry/core';
import { Client, createStackParser, createTransport, Scope } from '@sentry/core';
import { nodeStackLineParser } from '@sentry/core/server';
import type { Clock } from '../../application/shared/ports/clock.ts';
import type { ErrorReporter, FaultContext } from '../../application/shared/ports/error-reporter.ts';
import { DomainError } from '../../domain/shared/errors.ts';
import { given } from '../../domain/shared/given.ts';
import { describeCause } from './describe-cause.ts';
import { scrubbed } from './scrubbed.ts';
import type { CurrentRequest } from './winston-operation-log.ts';

/** `dsn`: validated by the settings. `root`: the folder that file names are relative to. */
export type SentrySettings = { readonly dsn: string; readonly version: string; readonly root: string };

/** Maximum number of concurrent reports; further ones are dropped. No report is sent twice. */
const MAX_UNDER_WAY = 10;
const DELIVERED_WITHIN_MS = 5_000;

/** Enough reports of a fault that affects every request. */
const MAX_A_MINUTE = 60;
const MINUTE_MS = 60_000;

const stackParser = createStackParser(nodeStackLineParser());

/** Removes the message before the frames, so that no part of it is parsed as a frame. */
function framesOf(stack: string, message: string): StackFrame[] {
  const lines = stack.replace(message, '').split('\n');
  return stackParser(lines.filter((line) => /^ {4}at /.test(line)).join('\n'));
}

/**
 * Sends only events that our code has described. The library's own description of an error contains data that must not
 * leave the service. It would also report its own faults without calling `beforeSend`.
 */
class EventClient extends Client {
  /** The library's constructor is protected. */
  static create(options: ClientOptions): EventClient {
    return new EventClient(options);
  }

  override async eventFromException(): Promise<never> {
    throw new Error('Errors are described by SentryErrorReporter');
  }

  override async eventFromMessage(): Promise<never> {
    throw new Error('Messages are not reported');
  }
}

/**
 * Sends faults to Sentry, GlitchTip or any server that accepts envelopes of the Sentry protocol. Only the ids of a
 * request leave the service, and all texts are scrubbed first.
 */
export class SentryErrorReporter implements ErrorReporter {
  /**
   * Private at run time, too: the client contains the key of the DSN, which must not appear when the reporter is
   * printed.
   */
  readonly #client: EventClient;
  private readonly reported = new WeakSet();
  private windowStartsMs = -Infinity;
  private inWindow = 0;
  private isDelivering = true;
  private readonly root: string;

  /** `onUndelivered` is called for the first report lost after a delivered one, or after the start. */
  constructor(
    { dsn, version, root }: SentrySettings,
    private readonly clock: Clock,
    private readonly currentRequest: CurrentRequest,
    private readonly onUndelivered: (reason: unknown) => void,
  ) {
    this.root = root;
    this.#client = EventClient.create({
      dsn,
      release: `kinopolka@${version}`,
      integrations: [],
      stackParser,
      sendClientReports: false,
      transportOptions: { bufferSize: MAX_UNDER_WAY },
      transport: (options) => createTransport(options, ({ body }) => this.deliver(options.url, body)),
      beforeSend: (event) => this.allowed(event),
    });
    if (!this.#client.getDsn()) throw new Error('SENTRY_DSN is not a valid DSN');
  }

  report(fault: unknown, context: FaultContext = {}): void {
    if (fault instanceof DomainError || this.wasReported(fault) || !this.hasRoom()) return;
    this.#client.captureEvent(this.eventOf(fault, context), {}, new Scope());
  }

  async flush(timeoutMs: number): Promise<void> {
    await this.#client.flush(timeoutMs);
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
    const frames = stack === undefined ? [] : framesOf(stack, message);
    return {
      type: undefined,
      timestamp: this.clock.now().getTime() / 1000,
      platform: 'node',
      level: isFatal ? 'fatal' : 'error',
      ...(operation !== undefined && { transaction: operation }),
      tags: { operation, code, request_id: request?.requestId, trace_id: request?.traceId },
      contexts: { runtime: { name: 'node', version: process.version } },
      exception: {
        values: [
          {
            type: name,
            value: message,
            mechanism: { type: 'generic', handled: !isFatal },
            ...(frames.length > 0 && { stacktrace: { frames } }),
          },
        ],
      },
    };
  }

  /** The fields that may leave the service. The library adds more, and so would its integrations. */
  private allowed({ event_id, timestamp, platform, level, release, ...event }: ErrorEvent): ErrorEvent {
    const { operation, code, request_id, trace_id } = event.tags ?? {};
    return {
      type: undefined,
      ...given({ event_id, timestamp, platform, level, release, transaction: event.transaction }),
      tags: given({ operation, code, request_id, trace_id }),
      contexts: given({ runtime: event.contexts?.['runtime'] }),
      exception: { values: (event.exception?.values ?? []).map((exception) => this.allowedPart(exception)) },
    };
  }

  private allowedPart({ type, value = '', mechanism, stacktrace }: Exception): Exception {
    const frames = stacktrace?.frames?.map((frame) => this.placed(frame)) ?? [];
    return {
      ...given({ type, mechanism }),
      value: scrubbed(value),
      ...(frames.length > 0 && { stacktrace: { frames } }),
    };
  }

  /** Makes the file name of a frame relative to the project. */
  private placed(frame: StackFrame): StackFrame {
    const { filename } = frame;
    if (!filename?.startsWith('/')) return frame;
    const path = relative(this.root, filename);
    return { ...frame, filename: path.startsWith('..') ? basename(filename) : `app:///${path}` };
  }

  /** Makes one attempt. A lost report is noticed here, because the library only logs it in its debug mode. */
  private async deliver(url: string, body: string | Uint8Array): Promise<TransportMakeRequestResponse> {
    try {
      const response = await this.post(url, body);
      if (response.ok) this.isDelivering = true;
      else this.wasLost(`answered with ${response.status}`);
      return {
        statusCode: response.status,
        headers: {
          'x-sentry-rate-limits': response.headers.get('X-Sentry-Rate-Limits'),
          'retry-after': response.headers.get('Retry-After'),
        },
      };
    } catch (reason) {
      this.wasLost(reason);
      throw reason;
    }
  }

  private async post(url: string, body: string | Uint8Array): Promise<Response> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-sentry-envelope' },
      body: Buffer.from(body),
      redirect: 'error',
      signal: AbortSignal.timeout(DELIVERED_WITHIN_MS),
    });
    await response.body?.cancel();
    return response;
  }

  private wasLost(reason: unknown): void {
    if (this.isDelivering) this.onUndelivered(reason);
    this.isDelivering = false;
  }
}
