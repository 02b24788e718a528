import { styleText } from 'node:util';
import type { Logger } from 'winston';
import winston from 'winston';
import { lookup } from '../../domain/shared/lookup.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;

export type LogSettings = {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: (typeof LOG_FORMATS)[number];
  /** Commands keep standard output for their result. */
  readonly output: 'stdout' | 'stderr';
};

/** A logger that writes one line per event, with the time in UTC. It has no transports: `write` below says why. */
export function createLogger({ level, format, output }: LogSettings): Logger {
  const lines = new TurnwiseLines(process[output]);
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(
      winston.format((info) =>
        Object.assign({ time: new Date().toISOString(), level: info.level, message: info.message }, info),
      )(),
      winston.format.printf(format === 'json' ? jsonLine : prettyLines(process[output])),
    ),
  });
  return Object.assign(logger, {
    /**
     * Every method of the logger calls this one. winston's own version passes an event through a stream of the logger
     * and a stream of each transport. Together they take longer than the line itself, and one output needs no streams.
     */
    write: (event: winston.Logform.TransformableInfo): boolean => {
      const written = logger.isLevelEnabled(event.level) && logger.format.transform(event, logger.format.options);
      if (typeof written === 'object') lines.add(String(written[LINE]));
      return true;
    },
  });
}

const safeJson = winston.format.json({ deterministic: false });

/**
 * winston's own format takes twice as long. It is used only for values that JSON cannot represent, such as circular
 * references.
 */
function jsonLine(info: winston.Logform.TransformableInfo): string {
  try {
    return JSON.stringify(info);
  } catch {
    return String((safeJson.transform(info) as winston.Logform.TransformableInfo)[LINE]);
  }
}

/** The property in which winston keeps the formatted line. */
const LINE = Symbol.for('message');

/**
 * Writes all lines of one turn of the event loop at once at its end, because a separate write costs half as much as a
 * short request. The rest is written when the process ends. Bootstrap listens to errors of the stream.
 */
class TurnwiseLines {
  private lines: string | undefined;
  private isOnWatch = false;

  constructor(private readonly output: NodeJS.WritableStream) {}

  add(line: string): void {
    if (this.lines === undefined) setImmediate(this.flush);
    if (!this.isOnWatch) process.once('exit', this.flush);
    this.isOnWatch = true;
    this.lines = `${this.lines ?? ''}${line}\n`;
  }

  private readonly flush = (): void => {
    if (this.lines !== undefined) this.output.write(this.lines);
    this.lines = undefined;
  };
}

const COLOURS = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const;

/** Width of a terminal that does not report one. */
const USUAL_COLUMNS = 100;

/** These first characters of a request id are enough to find it in the log of an hour. */
const SHORT_ID_LENGTH = 8;

/** Fields that the first line already shows, or that only the JSON format shows. */
const IN_FIRST_LINE = ['operation', 'status', 'duration_ms', 'method', 'route', 'actor', 'request_id', 'trace_id'];

/**
 * `17:25:01.123 info POST /movies/favorites ok 12 ms 5f0c2e1a`, for terminals; coloured where the terminal supports it.
 * Details that do not fit are on the lines below.
 */
function prettyLines(stream: NodeJS.WriteStream) {
  const coloured = (colour: (typeof COLOURS)[LogSettings['level']], text: string) =>
    styleText(colour, text, { stream });
  return ({ time, level, message, ...fields }: winston.Logform.TransformableInfo): string => {
    const { cause, ...rest } = fields;
    const start = `${String(time).slice(11, 23)} ${level.padEnd(5)}`;
    const told = fields['operation'] === undefined ? visible(message) : operationOf(fields);
    const extras = Object.entries(rest)
      .filter(([name, value]) => value !== undefined && !IN_FIRST_LINE.includes(name))
      .map(([name, value]) => `${name}=${visible(value)}`)
      .join(' ');
    const isShort = start.length + told.length + extras.length + 2 <= (stream.columns || USUAL_COLUMNS);
    const shownStart = `${coloured('gray', start.slice(0, 12))} ${coloured(lookup(COLOURS, level) ?? 'gray', level.padEnd(5))}`;
    const below = [...(isShort ? [] : [extras]), ...causeLines(cause)].filter((line) => line !== '');
    const line = [shownStart, told, ...(isShort && extras !== '' ? [coloured('gray', extras)] : [])].join(' ');
    return [line, ...below.map((text) => coloured('gray', `    ${text}`))].join('\n');
  };
}

/** The method and the route, or the name of an operation that no request started. */
function operationOf(fields: Readonly<Record<string, unknown>>): string {
  const { operation, status, duration_ms: duration, method, route, request_id: requestId } = fields;
  const name = method === undefined || route === undefined ? operation : `${visible(method)} ${visible(route)}`;
  const parts = [visible(name), visible(status), `${Math.round(Number(duration))} ms`];
  if (requestId !== undefined) parts.push(visible(requestId).slice(0, SHORT_ID_LENGTH));
  return parts.join(' ');
}

/** The stack, one line for each call. */
function causeLines(cause: unknown): string[] {
  if (cause === undefined) return [];
  if (typeof cause !== 'object' || cause === null) return [visible(cause)];
  const { name, message, stack } = cause as Readonly<Record<string, unknown>>;
  const text = typeof stack === 'string' ? stack : `${visible(name)}: ${visible(message)}`;
  return text.split('\n').map((line) => visible(line.trim()));
}

/** Escapes control characters, which could otherwise control the terminal. */
function visible(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
