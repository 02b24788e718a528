import { timestamp } from 'drizzle-orm/pg-core';

/** A moment with millisecond precision, read and written as a `Date`. */
export const utc = (name: string) => timestamp(name, { precision: 3, withTimezone: true, mode: 'date' });
