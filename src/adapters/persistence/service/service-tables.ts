import { bigint, integer, pgTable, text, varchar } from 'drizzle-orm/pg-core';
import { utc } from '../engine/utc-column.ts';

/** Counters of rate limits. `points`: calls in the window that ends at `expire`, in milliseconds since 1970. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: 'number' }),
});

/** Leases for work that only one instance at a time may do, and when each lease ends. */
export const leases = pgTable('leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  expiresAt: utc('expires_at').notNull(),
});
