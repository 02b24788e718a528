import type { Logger } from 'winston';
import winston from 'winston';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;

export type LogSettings = {
  readonly level: (typeof LOG_LEVELS)[number];
  readonly format: (typeof LOG_FORMATS)[number];
};

/** A logger that writes one line an event to standard output, with its time in UTC. */
export function createLogger({ level, format }: LogSettings): Logger {
  return winston.createLogger({
    level,
    format: winston.format.combine(
      winston.format((info) => Object.assign({ time: new Date().toISOString() }, info))(),
      format === 'json' ? winston.format.json({ deterministic: false }) : winston.format.printf(prettyLine),
    ),
    transports: [new winston.transports.Console()],
  });
}

/** `17:25:01.123 info  addFavoriteMovie ok  duration_ms=12 actor=…`, for a person at a terminal. */
function prettyLine({ time, level, message, ...fields }: winston.Logform.TransformableInfo): string {
  const rest = Object.entries(fields)
    .filter(([name, value]) => value !== undefined && name !== 'operation' && name !== 'status')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [String(time).slice(11, 23), level.padEnd(5), message, ...rest].join(' ');
}
