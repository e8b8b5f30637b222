import { isNull, sql } from 'drizzle-orm';
import type { KioskActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { kioskBells } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';

export type Bell = { bellId: number; rungAt: Date };

/** 叫人帮忙. A kiosk has one open bell: ringing again keeps it, and the time since when somebody waits. */
export async function ringBell(context: Context<KioskActor>): Promise<Bell> {
	const { actor } = context;
	if (actor.state !== 'active') throw new Refusal('kiosk.not-active');
	return inTransaction(context, async (context) => {
		// the update that changes nothing gives the open bell back, also where two press at once
		const [bell] = await context.db
			.insert(kioskBells)
			.values({ kioskId: actor.id, rungAt: context.now })
			.onConflictDoUpdate({
				target: kioskBells.kioskId,
				targetWhere: isNull(kioskBells.answeredAt),
				set: { rungAt: sql`${kioskBells.rungAt}` }
			})
			.returning({ id: kioskBells.id, rungAt: kioskBells.rungAt, isNew: sql<boolean>`xmax = 0` });
		if (!bell) throw new Error('a bell was not stored');
		if (bell.isNew) await record(context, kioskStream(actor.id), 'kiosk.bell-rung', { bellId: bell.id });
		return { bellId: bell.id, rungAt: bell.rungAt };
	});
}
