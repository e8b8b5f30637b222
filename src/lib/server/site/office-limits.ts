import { inArray } from 'drizzle-orm';
import { isLimitKey, type LimitKey, limitKeys, readLimit, usualLimits } from '../../domain/office-limits.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { settings } from '../db/schema/settings.ts';

/** The office's figures as they hold now; one that was never set, or makes no sense, is the usual one. */
export async function readOfficeLimits(db: Database | Transaction): Promise<Record<LimitKey, number>> {
	const rows = await db
		.select({ key: settings.key, value: settings.value })
		.from(settings)
		.where(inArray(settings.key, [...limitKeys]));
	const limits = { ...usualLimits };
	for (const { key, value } of rows) {
		const figure = isLimitKey(key) ? readLimit(key, value) : null;
		if (isLimitKey(key) && figure !== null) limits[key] = figure;
	}
	return limits;
}
