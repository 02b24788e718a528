import type { IncomingMessage } from 'node:http';

const NEGOTIATING = ['accept', 'accept-charset', 'accept-encoding', 'accept-language'] as const;

/** Real clients send shorter ones. */
const MAX_LENGTH = 500;

/**
 * Removes the `Accept…` headers of this request that are longer than any real one. Libraries, even some inside of
 * Express, parse and sort their entries, which takes milliseconds for 16 KB. Without such a header, the service
 * chooses.
 */
export function dropLongHeaders({ headers }: IncomingMessage): void {
  for (const name of NEGOTIATING) if (String(headers[name] ?? '').length > MAX_LENGTH) delete headers[name];
}
