import { and, asc, eq, isNull } from 'drizzle-orm';
import type { KioskActor, StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { heldItems, kioskDevices, kiosks } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';
import { type Arrived, fileLetter, unsealed } from './kiosk.ts';

/** So many may wait from one machine: as many as numbers can be out. */
const mostPerDevice = 200;

/** Keeps what a lost machine sends, still sealed, until the dispatcher has looked at it. A resend is the same item. */
export async function holdLetter(context: Context<KioskActor>, { number, sealed }: Arrived): Promise<void> {
	const { db, actor, now } = context;
	unsealed(context, number, sealed);
	const mine = and(eq(heldItems.deviceId, actor.deviceId), isNull(heldItems.decision));
	if ((await db.$count(heldItems, mine)) >= mostPerDevice) throw new Refusal('throttled', { seconds: 3600 });
	await db.insert(heldItems).values({ deviceId: actor.deviceId, number, sealed, arrivedAt: now }).onConflictDoNothing();
}

export type Held = {
	id: number;
	number: string;
	kiosk: string;
	arrivedAt: Date;
	submittedAt: Date;
	text: string;
	place: string;
	recordings: number;
	photos: number;
};

/** What waits, oldest first, opened for the dispatcher; never the contact. At most 50. */
export async function listHeld(context: Context<StaffActor>): Promise<Held[]> {
	assertDispatcher(context);
	const rows = await context.db
		.select({ item: heldItems, kiosk: kiosks.name })
		.from(heldItems)
		.innerJoin(kioskDevices, eq(kioskDevices.id, heldItems.deviceId))
		.innerJoin(kiosks, eq(kiosks.id, kioskDevices.kioskId))
		.where(isNull(heldItems.decision))
		.orderBy(asc(heldItems.arrivedAt))
		.limit(50);
	return rows.map(({ item: { id, number, arrivedAt, sealed }, kiosk }) => {
		const { letter } = unsealed(context, number, sealed);
		const count = (kind: string) => letter.parts.filter((part) => part.kind === kind).length;
		return {
			...{ id, number, kiosk, arrivedAt, submittedAt: new Date(letter.submittedAt) },
			...{ text: letter.text, place: letter.place, recordings: count('recording'), photos: count('photo') }
		};
	});
}

/**
 * The dispatcher's word on one item: accepted, it is filed as it would have been; refused, it stays where it is and
 * becomes no case. Throws `case.not-found` when somebody decided before, and what filing throws.
 */
export async function decideHeld(
	context: Context<StaffActor>,
	{ id, decision }: { id: number; decision: 'accepted' | 'refused' }
): Promise<void> {
	assertDispatcher(context);
	await inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const [held] = await db
			.select()
			.from(heldItems)
			.where(and(eq(heldItems.id, id), isNull(heldItems.decision)))
			.for('update');
		if (!held) throw new Refusal('case.not-found');
		const [device] = await db.select().from(kioskDevices).where(eq(kioskDevices.id, held.deviceId)).limit(1);
		if (!device) throw new Refusal('case.not-found');
		const { number, sealed } = held;
		const machine: KioskActor = { kind: 'kiosk', id: device.kioskId, deviceId: device.id, state: device.state };
		if (decision === 'accepted') await fileLetter({ ...context, actor: machine }, { number, sealed, sentAt: now });
		await db.update(heldItems).set({ decision, decidedAt: now, decidedById: actor.id }).where(eq(heldItems.id, id));
		await record(context, kioskStream(device.kioskId), 'kiosk.item-decided', { itemId: id, number, decision });
	});
}

function assertDispatcher({ actor }: Context<StaffActor>): void {
	if (!actor.roles.includes('dispatcher')) throw new Refusal('case.not-found');
}
