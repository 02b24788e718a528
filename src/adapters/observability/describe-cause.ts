import { withoutCredentials } from './without-credentials.ts';

/** Longest text of a cause in the log, in characters. */
const MAX_LENGTH = 4000;

/** What is logged of something thrown. Never its other properties: drivers keep SQL and parameters there; and no credentials of a URL. */
export type CauseDescription = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
};

/** The innermost cause tells the reason; wrappers around it (drizzle's) repeat the statement with its parameters. */
export function describeCause(thrown: unknown): CauseDescription {
  const cause = innermost(thrown);
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

/** Of anything: what is thrown may be no error, and even an error may name itself by something that is no text. */
function clipped(value: unknown): string {
  const text = withoutCredentials(String(value));
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
