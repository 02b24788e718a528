import type { IncomingMessage } from 'node:http';

const NEGOTIATING = ['accept', 'accept-charset', 'accept-encoding', 'accept-language'] as const;

/** Clients send less. */
const MAX_LENGTH = 500;

/**
 * Leaves out headers of this request that negotiate, if they are longer than any real one: libraries, also those inside of
 * Express, parse and sort what they list, which takes milliseconds for 16 KB. Without them the service chooses.
 */
export function dropLongHeaders({ headers }: IncomingMessage): void {
  for (const name of NEGOTIATING) if (String(headers[name] ?? '').length > MAX_LENGTH) delete headers[name];
}
