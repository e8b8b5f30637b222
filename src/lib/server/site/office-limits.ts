import { inArray } from 'drizzle-orm';
import { isLimitKey, type LimitKey, limitKeys, officeLimits, readLimit } from '../../domain/office-limits.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { settings } from '../db/schema/settings.ts';

/** The office's figures as they hold now; one that was never set, or makes no sense, is the usual one. */
export async function readOfficeLimits(db: Database | Transaction): Promise<Record<LimitKey, number>> {
	const rows = await db
		.select({ key: settings.key, value: settings.value })
		.from(settings)
		.where(inArray(settings.key, [...limitKeys]));
	const limits: Record<LimitKey, number> = {
		'retention.contactDays': officeLimits['retention.contactDays'].usual,
		'retention.attachmentDays': officeLimits['retention.attachmentDays'].usual,
		'followUp.samplePercent': officeLimits['followUp.samplePercent'].usual
	};
	for (const { key, value } of rows) {
		const figure = isLimitKey(key) ? readLimit(key, value) : null;
		if (isLimitKey(key) && figure !== null) limits[key] = figure;
	}
	return limits;
}
