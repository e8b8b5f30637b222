import { timestamp } from 'drizzle-orm/pg-core';

/** An instant in UTC to the millisecond: what a JavaScript Date can hold, so that hashes recompute. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });
