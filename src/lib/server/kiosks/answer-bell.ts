import { and, eq, isNull } from 'drizzle-orm';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Role } from '../../domain/roles.ts';
import { type Context, inTransaction } from '../context.ts';
import { kioskBells } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';

/** Who may go to somebody who rings. */
export const rolesThatHelp: readonly Role[] = ['clerk', 'dispatcher', 'administrator'];

/** 我去: somebody is on the way. Of two who press, the first counts; the second changes nothing. */
export async function answerBell(context: Context<StaffActor>, bellId: number): Promise<void> {
	const { actor } = context;
	if (!actor.roles.some((role) => rolesThatHelp.includes(role))) throw new Refusal('case.not-found');
	await inTransaction(context, async (context) => {
		const { db, now } = context;
		const [answered] = await db
			.update(kioskBells)
			.set({ answeredAt: now, answeredById: actor.id })
			.where(and(eq(kioskBells.id, bellId), isNull(kioskBells.answeredAt)))
			.returning();
		if (answered) await record(context, kioskStream(answered.kioskId), 'kiosk.bell-answered', { bellId });
		else if ((await db.$count(kioskBells, eq(kioskBells.id, bellId))) === 0) throw new Refusal('case.not-found');
	});
}
