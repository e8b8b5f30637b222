import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { StaffActor } from '../../../domain/permissions.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Context } from '../../context.ts';
import { events } from '../../db/schema/events.ts';
import { kioskDevices, kiosks, pairingCodes } from '../../db/schema/kiosks.ts';
import { staff } from '../../db/schema/staff.ts';
import { kioskStream } from '../../events/record.ts';

/** A kiosk's settings, its last ten machines, whether a code waits and what happened lately; for administrators. */
export async function findKiosk({ db, actor, now }: Context<StaffActor>, id: number) {
	if (!actor.roles.includes('administrator')) throw new Refusal('case.not-found');
	const [[kiosk], devices, [code], history] = await Promise.all([
		db.select().from(kiosks).where(eq(kiosks.id, id)).limit(1),
		db
			.select({
				id: kioskDevices.id,
				state: kioskDevices.state,
				pairedAt: kioskDevices.pairedAt,
				endedAt: kioskDevices.endedAt,
				seenAt: kioskDevices.seenAt,
				queued: kioskDevices.queued
			})
			.from(kioskDevices)
			.where(eq(kioskDevices.kioskId, id))
			.orderBy(desc(kioskDevices.id))
			.limit(10),
		db
			.select({ expiresAt: pairingCodes.expiresAt })
			.from(pairingCodes)
			.where(and(eq(pairingCodes.kioskId, id), isNull(pairingCodes.usedAt), gt(pairingCodes.expiresAt, now)))
			.limit(1),
		db
			.select({ id: events.id, kind: events.kind, at: events.at, by: staff.name })
			.from(events)
			.leftJoin(staff, and(eq(staff.id, events.actorId), eq(events.actorKind, 'staff')))
			.where(eq(events.stream, kioskStream(id)))
			.orderBy(desc(events.position))
			.limit(30)
	]);
	if (!kiosk) throw new Refusal('case.not-found');
	const { servicePin, ...settings } = kiosk;
	return { ...settings, hasServicePin: servicePin !== null, devices, pairingUntil: code?.expiresAt ?? null, history };
}
