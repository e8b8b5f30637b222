import { eq } from 'drizzle-orm';
import { isRuleKey, type LimitKey, readLimit } from '../../domain/office-limits.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { settings } from '../db/schema/settings.ts';
import { ruleVersions } from '../db/schema/watching.ts';
import { record } from '../events/record.ts';
import { readOfficeLimits } from '../site/office-limits.ts';
import { bothVersions } from './both-versions.ts';

/**
 * Sets one of the office's figures; what stands already is no change. A figure of the clock counts for cases submitted
 * from now on: those under way keep what was promised. Throws `limit.out-of-range`.
 */
export async function changeLimit(context: Context<StaffActor>, key: LimitKey, figure: number): Promise<void> {
	const { actor, now } = context;
	if (!actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	if (readLimit(key, String(figure)) === null) throw new Refusal('limit.out-of-range');
	return inTransaction(context, async (context) => {
		const { db } = context;
		// two who change at once: the second finds what the first has set
		await db.insert(settings).values({ key, value: '', changedAt: now }).onConflictDoNothing();
		await db.select().from(settings).where(eq(settings.key, key)).for('update');
		const before = (await readOfficeLimits(db))[key];
		if (before === figure) return;
		const versions = await bothVersions(context, {
			...{ kind: 'settings.limit-changed', which: { key } },
			...{ before: { [key]: String(before) }, after: { [key]: String(figure) } }
		});
		const row = { value: String(figure), textId: versions.value.textId, changedAt: now };
		await db.update(settings).set(row).where(eq(settings.key, key));
		if (isRuleKey(key)) {
			const version = { key, fromAt: now, figure };
			const target = [ruleVersions.key, ruleVersions.fromAt];
			await db.insert(ruleVersions).values(version).onConflictDoUpdate({ target, set: { figure } });
		}
		await record(context, 'settings', 'settings.limit-changed', { key, from: before, to: figure, ...versions });
	});
}
