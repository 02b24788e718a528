import { timestamp } from 'drizzle-orm/pg-core';

export const utc = (name: string) => timestamp(name, { precision: 3, withTimezone: true, mode: 'date' });
