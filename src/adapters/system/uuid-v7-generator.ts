// Not a named import, because on a Node without `randomUUIDv7` it would fail with a stack trace before the service can
// report the required version.
import crypto from 'node:crypto';
import type { IdGenerator } from '../../application/shared/ports/id-generator.ts';

/** Ids of different milliseconds sort by time; within one millisecond their order is random (RFC 9562 section 6.2). */
export class UuidV7Generator implements IdGenerator {
  next(): string {
    return crypto.randomUUIDv7();
  }
}
