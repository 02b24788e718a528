import { withoutCredentials } from './without-credentials.ts';

/** Maximum length of a cause in the log, in characters. */
const MAX_LENGTH = 4000;

/**
 * The logged part of an error. Excludes its other properties, where drivers keep SQL and parameters, and credentials in
 * URLs.
 */
export type CauseDescription = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
};

/**
 * Describes the innermost cause, because wrappers (drizzle's) repeat the statement with its parameters. Never throws,
 * because it runs where a fault is handled. Any value can be thrown, even an object that cannot be turned into text.
 */
export function describeCause(thrown: unknown): CauseDescription {
  try {
    return described(innermost(thrown));
  } catch {
    return { name: typeof thrown, message: 'it has no text' };
  }
}

function described(cause: unknown): CauseDescription {
  if (!(cause instanceof Error)) return { name: typeof cause, message: clipped(cause) };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return {
    name: clipped(cause.name),
    message: clipped(cause.message),
    ...(code !== undefined && { code }),
    ...(cause.stack !== undefined && { stack: clipped(cause.stack) }),
  };
}

function innermost(thrown: unknown): unknown {
  let cause = thrown;
  for (let depth = 0; depth < 5 && cause instanceof Error && cause.cause instanceof Error; depth++) cause = cause.cause;
  return cause;
}

/** Accepts anything: a thrown value may not be an error, and the name of an error may not be a string. */
function clipped(value: unknown): string {
  const text = withoutCredentials(String(value));
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
