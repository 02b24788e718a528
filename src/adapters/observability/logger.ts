import { styleText } from 'node:util';
import type { Logger } from 'winston';
import winston from 'winston';
import Transport from 'winston-transport';
import { lookup } from '../../domain/shared/lookup.ts';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;

export type LogSettings = {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: (typeof LOG_FORMATS)[number];
  /** Commands keep standard output for their result. */
  readonly output: 'stdout' | 'stderr';
};

/** A logger that writes one line per event, with its time in UTC. */
export function createLogger({ level, format, output }: LogSettings): Logger {
  return winston.createLogger({
    level,
    format: winston.format.combine(
      winston.format((info) =>
        Object.assign({ time: new Date().toISOString(), level: info.level, message: info.message }, info),
      )(),
      format === 'json'
        ? winston.format.json({ deterministic: false })
        : winston.format.printf(prettyLines(process[output])),
    ),
    transports: [new TurnwiseTransport(process[output])],
  });
}

/** The property in which winston keeps the formatted line. */
const LINE = Symbol.for('message');

/**
 * Writes all lines of one turn of the event loop at once at its end, because a separate write costs half as much as a
 * short request. The rest is written when the process ends.
 */
class TurnwiseTransport extends Transport {
  private lines: string | undefined;
  private isOnWatch = false;

  constructor(private readonly output: NodeJS.WritableStream) {
    super();
    // The reader of the log may disconnect; the service continues.
    output.on('error', () => undefined);
  }

  override log(info: Readonly<Record<symbol, string>>, done: () => void): void {
    if (this.lines === undefined) setImmediate(this.flush);
    if (!this.isOnWatch) process.once('exit', this.flush);
    this.isOnWatch = true;
    this.lines = `${this.lines ?? ''}${info[LINE]}\n`;
    done();
  }

  private readonly flush = (): void => {
    if (this.lines !== undefined) this.output.write(this.lines);
    this.lines = undefined;
  };
}

const COLOURS = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const;

/**
 * `17:25:01.123 info addFavoriteMovie ok duration_ms=12 actor=…`, for terminals; coloured where the terminal supports
 * it.
 */
function prettyLines(stream: NodeJS.WriteStream) {
  const coloured = (colour: (typeof COLOURS)[LogSettings['level']], text: string) =>
    styleText(colour, text, { stream });
  return ({ time, level, message, ...fields }: winston.Logform.TransformableInfo): string => {
    const rest = Object.entries(fields)
      .filter(([name, value]) => value !== undefined && name !== 'operation' && name !== 'status')
      .map(([name, value]) => `${coloured('gray', `${name}=`)}${visible(value)}`);
    const shownLevel = coloured(lookup(COLOURS, level) ?? 'gray', level.padEnd(5));
    return [coloured('gray', String(time).slice(11, 23)), shownLevel, visible(message), ...rest].join(' ');
  };
}

/** Escapes control characters, which would otherwise steer the terminal. */
function visible(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
