import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { KioskActor, StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Context, inTransaction } from '../context.ts';
import { heldItems, kioskDevices, kiosks } from '../db/schema/kiosks.ts';
import { caseNumbers } from '../db/schema/numbers.ts';
import { staff } from '../db/schema/staff.ts';
import { kioskStream, record } from '../events/record.ts';
import { countHeld } from '../kiosks/queries/board.ts';
import { type Arrived, fileLetter, unsealed } from './kiosk.ts';

/** So many may wait from one machine: as many as numbers can be out. */
const mostPerDevice = 200;
/** So many are opened for one page: a letter may be large, and each is opened by itself. */
const mostShown = 20;

/**
 * Keeps what a lost machine sends, still sealed, until the dispatcher has looked at it. A resend is the same item, also
 * after it was decided; what became a case before the machine was lost is 'filed'. Throws `kiosk.letter-unreadable`,
 * `kiosk.number-not-leased`, and `throttled` where 200 wait.
 */
export async function holdLetter(context: Context<KioskActor>, arrived: Arrived): Promise<'held' | 'filed'> {
	const { number, sealed } = arrived;
	const { letter } = unsealed(context, number, sealed);
	const { deviceId } = context.actor;
	const own = and(eq(heldItems.deviceId, deviceId), eq(heldItems.number, number));
	if ((await context.db.$count(heldItems, own)) > 0) return 'held';
	const [lease] = await context.db
		.select({ state: caseNumbers.state, leasedTo: caseNumbers.leasedTo })
		.from(caseNumbers)
		.where(eq(caseNumbers.number, number))
		.limit(1);
	if (lease?.leasedTo !== String(deviceId)) throw new Refusal('kiosk.number-not-leased');
	if (lease.state === 'used') {
		await fileLetter(context, arrived);
		return 'filed';
	}
	const waiting = and(eq(heldItems.deviceId, deviceId), isNull(heldItems.decision));
	if ((await context.db.$count(heldItems, waiting)) >= mostPerDevice) throw new Refusal('throttled', { seconds: 3600 });
	await inTransaction(context, async (context) => {
		const [held] = await context.db
			.insert(heldItems)
			.values({ deviceId, number, sealed, arrivedAt: context.now, hasDanger: letter.hasDanger })
			.onConflictDoNothing()
			.returning({ id: heldItems.id });
		if (held) await record(context, kioskStream(context.actor.id), 'kiosk.item-held', { itemId: held.id, number });
	});
	return 'held';
}

/** What a letter says, the contact left out. */
export type HeldLetter = { submittedAt: Date; text: string; place: string; recordings: number; photos: number };
export type Held = {
	id: number;
	number: string;
	kiosk: string;
	arrivedAt: Date;
	hasDanger: boolean;
	/** Null when the seal cannot be opened any more: the server has another key. */
	letter: HeldLetter | null;
};

/** What waits, dangers first, then the oldest, opened for the dispatcher; never the contact. At most 20, and how many in all. */
export async function listHeld(context: Context<StaffActor>): Promise<{ items: Held[]; count: number }> {
	assertDispatcher(context);
	const [count, rows] = await Promise.all([
		countHeld(context),
		context.db
			.select({
				id: heldItems.id,
				number: heldItems.number,
				kiosk: kiosks.name,
				arrivedAt: heldItems.arrivedAt,
				hasDanger: heldItems.hasDanger
			})
			.from(heldItems)
			.innerJoin(kioskDevices, eq(kioskDevices.id, heldItems.deviceId))
			.innerJoin(kiosks, eq(kiosks.id, kioskDevices.kioskId))
			.where(isNull(heldItems.decision))
			.orderBy(desc(heldItems.hasDanger), asc(heldItems.arrivedAt))
			.limit(mostShown)
	]);
	const items: Held[] = [];
	for (const row of rows) items.push({ ...row, letter: await readHeld(context, row) });
	return { items, count };
}

async function readHeld(context: Context, { id, number }: { id: number; number: string }): Promise<HeldLetter | null> {
	const [held] = await context.db
		.select({ sealed: heldItems.sealed })
		.from(heldItems)
		.where(eq(heldItems.id, id))
		.limit(1);
	try {
		const { letter } = unsealed(context, number, held?.sealed ?? Buffer.alloc(0));
		const count = (kind: string) => letter.parts.filter((part) => part.kind === kind).length;
		return {
			...{ submittedAt: new Date(letter.submittedAt), text: letter.text, place: letter.place },
			...{ recordings: count('recording'), photos: count('photo') }
		};
	} catch (fault) {
		if (fault instanceof Refusal) return null;
		throw fault;
	}
}

export type Decision = 'accepted' | 'refused';
/** What stands decided on an item; `by` and `at` are of the one who was first. */
export type Decided = { number: string; decision: Decision; isFirst: boolean; by: string; at: Date };

/**
 * The dispatcher's word on one item: accepted, it is filed as it would have been when it arrived; refused, it becomes no
 * case. Whoever comes second gets what was decided first. Throws `case.not-found`, and what filing throws.
 */
export async function decideHeld(
	context: Context<StaffActor>,
	{ id, decision }: { id: number; decision: Decision }
): Promise<Decided> {
	assertDispatcher(context);
	return inTransaction(context, async (context) => {
		const { db, now, actor } = context;
		const [found] = await db
			.select({ held: heldItems, device: kioskDevices })
			.from(heldItems)
			.innerJoin(kioskDevices, eq(kioskDevices.id, heldItems.deviceId))
			.where(eq(heldItems.id, id))
			.for('update', { of: heldItems });
		if (!found) throw new Refusal('case.not-found');
		const { held, device } = found;
		const { number, sealed, arrivedAt } = held;
		const isFirst = held.decision === null;
		if (isFirst) {
			const machine: KioskActor = { kind: 'kiosk', id: device.kioskId, deviceId: device.id, state: device.state };
			// its clock as the heartbeat told before it sent this
			const sentAt = new Date(arrivedAt.getTime() + device.clockSkewSeconds * 1000);
			if (decision === 'accepted')
				await fileLetter({ ...context, actor: machine, now: arrivedAt }, { number, sealed, sentAt });
			await db
				.update(heldItems)
				.set({
					...{ decision, decidedAt: now, decidedById: actor.id },
					sealed: decision === 'accepted' ? Buffer.alloc(0) : sealed
				})
				.where(eq(heldItems.id, id));
			await record(context, kioskStream(device.kioskId), 'kiosk.item-decided', { itemId: id, number, decision });
		}
		const [by] = await db
			.select({ name: staff.name })
			.from(staff)
			.where(eq(staff.id, held.decidedById ?? actor.id))
			.limit(1);
		return { number, isFirst, decision: held.decision ?? decision, by: by?.name ?? '', at: held.decidedAt ?? now };
	});
}

function assertDispatcher({ actor }: Context<StaffActor>): void {
	if (!actor.roles.includes('dispatcher')) throw new Refusal('case.not-found');
}
