import { hash } from 'node:crypto';

/** Identifies the content of an answer, for its `ETag`. */
export function digestOf(text: string | Buffer): string {
  return hash('sha256', text, 'base64url').slice(0, 27);
}
