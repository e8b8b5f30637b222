import { and, eq, isNotNull } from 'drizzle-orm';
import type { KioskActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { isPassword } from '../auth/passwords.ts';
import { assertNotThrottled, countFailure, forgetFailures, type Limit } from '../auth/throttle.ts';
import { type Context, inTransaction } from '../context.ts';
import { kioskAssists, kiosks, receptionClerks } from '../db/schema/kiosks.ts';
import { staff, staffRoles } from '../db/schema/staff.ts';
import { kioskStream, record } from '../events/record.ts';
import { hashToken, randomToken } from '../vault/access-secrets.ts';

/** What is filled in under a ticket names the clerk; long enough for the slowest matter. */
const assistMs = 30 * 60_000;

/**
 * 代填: a clerk of this point unlocks the kiosk with the PIN. The ticket goes into what is handed in and is stored as
 * a hash. Throws `kiosk.wrong-pin` for whatever is not right, the same for every reason, `throttled` after five.
 */
export async function openAssist(
	context: Context<KioskActor>,
	{ staffId, pin }: { staffId: number; pin: string }
): Promise<{ ticket: string; name: string }> {
	const { actor, now } = context;
	if (actor.state !== 'active') throw new Refusal('kiosk.not-active');
	const limits: Limit[] = [
		{ name: 'assist', key: String(staffId), failures: 5, seconds: 900, blockSeconds: 30 },
		{ name: 'assist-device', key: String(actor.deviceId), failures: 5, seconds: 900, blockSeconds: 30 }
	];
	await assertNotThrottled(context, limits);
	const clerk = await findClerk(context, staffId);
	// compared in any case, so that who is a clerk here can't be told by the time it takes
	const isRight = await isPassword(clerk?.assistPin ?? null, pin);
	if (!clerk || !isRight) {
		await countFailure(context, limits);
		throw new Refusal('kiosk.wrong-pin');
	}
	await forgetFailures(context, limits);
	const ticket = randomToken();
	await inTransaction(context, async (context) => {
		const row = { id: hashToken(ticket), deviceId: actor.deviceId, staffId, openedAt: now };
		await context.db.insert(kioskAssists).values({ ...row, endsAt: new Date(now.getTime() + assistMs) });
		await record(context, kioskStream(actor.id), 'kiosk.assist-opened', { deviceId: actor.deviceId, staffId });
	});
	return { ticket, name: clerk.name };
}

/** An active clerk attached to the point where the kiosk stands. */
async function findClerk({ db, actor }: Context<KioskActor>, staffId: number) {
	const [clerk] = await db
		.select({ name: staff.name, assistPin: staff.assistPin })
		.from(kiosks)
		.innerJoin(receptionClerks, eq(receptionClerks.pointId, kiosks.pointId))
		.innerJoin(staff, and(eq(staff.id, receptionClerks.staffId), eq(staff.isActive, true)))
		.innerJoin(
			staffRoles,
			and(eq(staffRoles.staffId, staff.id), eq(staffRoles.role, 'clerk'), isNotNull(staffRoles.confirmedAt))
		)
		.where(and(eq(kiosks.id, actor.id), eq(staff.id, staffId)))
		.limit(1);
	return clerk ?? null;
}
