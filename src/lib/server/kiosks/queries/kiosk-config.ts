import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { KioskConfig } from '../../../domain/kiosk.ts';
import type { KioskActor } from '../../../domain/permissions.ts';
import type { Context } from '../../context.ts';
import { letterKeyId, letterPublicKey } from '../../crypto/letter-box.ts';
import { entryTiles } from '../../db/schema/categories.ts';
import { kiosks, receptionClerks, receptionHours, receptionPoints } from '../../db/schema/kiosks.ts';
import { staff, staffRoles } from '../../db/schema/staff.ts';

type Site = { name: string; nameEn: string; phone: string };

/** All that a kiosk needs to work alone. `origin` is where receipts lead; null when the kiosk is gone. */
export async function findKioskConfig(
	{ db, actor, secrets, numberPrefix }: Context<KioskActor>,
	{ site, origin, hasTranscription }: { site: Site; origin: string; hasTranscription: boolean }
): Promise<KioskConfig | null> {
	const [found] = await db
		.select({ kiosk: kiosks, point: receptionPoints })
		.from(kiosks)
		.innerJoin(receptionPoints, eq(receptionPoints.id, kiosks.pointId))
		.where(eq(kiosks.id, actor.id))
		.limit(1);
	if (!found) return null;
	const { kiosk, point } = found;
	const hours = await db
		.select({
			weekday: receptionHours.weekday,
			opensAt: receptionHours.opensAt,
			closesAt: receptionHours.closesAt,
			who: receptionHours.who,
			note: receptionHours.note
		})
		.from(receptionHours)
		.where(eq(receptionHours.pointId, point.id))
		.orderBy(asc(receptionHours.weekday), asc(receptionHours.opensAt))
		.limit(40);
	const clerks = await db
		.select({ id: staff.id, name: staff.name })
		.from(receptionClerks)
		.innerJoin(staff, eq(staff.id, receptionClerks.staffId))
		.innerJoin(staffRoles, and(eq(staffRoles.staffId, staff.id), eq(staffRoles.role, 'clerk')))
		.where(and(eq(receptionClerks.pointId, point.id), eq(staff.isActive, true), isNotNull(staff.assistPin)))
		.orderBy(asc(staff.id))
		.limit(8);
	const tiles = await db.select().from(entryTiles).orderBy(asc(entryTiles.position)).limit(8);
	return {
		kioskName: kiosk.name,
		point: { name: point.name, address: point.address, phone: point.phone, hours },
		siteName: site.name,
		siteNameEn: site.nameEn,
		phone: site.phone,
		numberPrefix,
		origin,
		locale: kiosk.locale,
		printer: kiosk.printer,
		hasCamera: kiosk.hasCamera,
		hasMicrophone: kiosk.hasMicrophone,
		hasTranscription,
		mmPerPx: kiosk.mmPerPx,
		idleSeconds: kiosk.idleSeconds,
		places: kiosk.places,
		tiles: tiles.map(({ categoryCodes: _, ...tile }) => tile),
		clerks,
		servicePin: kiosk.servicePin,
		publicKey: letterPublicKey(secrets).toString('base64url'),
		publicKeyId: letterKeyId
	};
}
