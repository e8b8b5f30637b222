import { asc, eq, gt, isNull, and } from 'drizzle-orm';
import type { ReceptionHour } from '../../../domain/kiosk.ts';
import { alertsOf, type KioskAlert } from '../../../domain/kiosk-alerts.ts';
import type { StaffActor } from '../../../domain/permissions.ts';
import type { Context } from '../../context.ts';
import { areas } from '../../db/schema/areas.ts';
import {
	heldItems,
	kioskBells,
	kioskDevices,
	kiosks,
	pairingCodes,
	receptionClerks,
	receptionHours,
	receptionPoints
} from '../../db/schema/kiosks.ts';

export type BoardKiosk = {
	id: number;
	pointId: number;
	name: string;
	alerts: KioskAlert[];
	/** The machine that stands there, as its last heartbeat told. */
	device: Pick<
		typeof kioskDevices.$inferSelect,
		'pairedAt' | 'seenAt' | 'version' | 'queued' | 'stuck' | 'freeNumbers' | 'paper' | 'clockSkewSeconds'
	> | null;
	/** A pairing code waits for a machine until then. */
	pairingUntil: Date | null;
};
export type BoardPoint = {
	id: number;
	name: string;
	area: string | null;
	address: string;
	phone: string;
	isActive: boolean;
	hours: ReceptionHour[];
	/** Whether who asks may change the timetable. */
	isKept: boolean;
	kiosks: BoardKiosk[];
};
export type OpenBell = { id: number; kiosk: string; point: string; rungAt: Date };
/** `held`: how many items of lost machines wait, for who may decide on them. */
export type Board = { points: BoardPoint[]; bells: OpenBell[]; held: number };

/** 接待点与一体机: everything on one page. At most 200 points, 500 kiosks, 100 bells. */
export async function readBoard(context: Context<StaffActor>): Promise<Board> {
	const { db, now, actor } = context;
	const [points, hours, own, rows, devices, codes, bells, held] = await Promise.all([
		db
			.select({ point: receptionPoints, area: areas.name })
			.from(receptionPoints)
			.leftJoin(areas, eq(areas.id, receptionPoints.areaId))
			.orderBy(asc(receptionPoints.id))
			.limit(200),
		db
			.select()
			.from(receptionHours)
			.orderBy(asc(receptionHours.weekday), asc(receptionHours.opensAt))
			.limit(200 * 40),
		db.select().from(receptionClerks).where(eq(receptionClerks.staffId, actor.id)).limit(200),
		db.select().from(kiosks).orderBy(asc(kiosks.id)).limit(500),
		db.select().from(kioskDevices).where(eq(kioskDevices.state, 'active')).limit(500),
		db
			.select()
			.from(pairingCodes)
			.where(and(gt(pairingCodes.expiresAt, now), isNull(pairingCodes.usedAt)))
			.limit(500),
		listOpenBells(context),
		countHeld(context)
	]);
	const isAdministrator = actor.roles.includes('administrator');
	const isClerkOf = (id: number) => actor.roles.includes('clerk') && own.some(({ pointId }) => pointId === id);
	return {
		bells,
		held,
		points: points.map(({ point, area }) => ({
			id: point.id,
			name: point.name,
			area,
			address: point.address,
			phone: point.phone,
			isActive: point.isActive,
			isKept: isAdministrator || isClerkOf(point.id),
			hours: hours
				.filter(({ pointId }) => pointId === point.id)
				.map(({ weekday, opensAt, closesAt, who, note }) => ({ weekday, opensAt, closesAt, who, note })),
			kiosks: rows
				.filter(({ pointId }) => pointId === point.id)
				.map(({ id, pointId, name }) => {
					const device = devices.find(({ kioskId }) => kioskId === id) ?? null;
					return {
						id,
						pointId,
						name,
						alerts: alertsOf(device, now),
						device: device && shownOf(device),
						pairingUntil: codes.find(({ kioskId }) => kioskId === id)?.expiresAt ?? null
					};
				})
		}))
	};
}

/** What leaves the server of a device: never the hash of its token. */
function shownOf(device: typeof kioskDevices.$inferSelect): NonNullable<BoardKiosk['device']> {
	const { pairedAt, seenAt, version, queued, stuck, freeNumbers, paper, clockSkewSeconds } = device;
	return { pairedAt, seenAt, version, queued, stuck, freeNumbers, paper, clockSkewSeconds };
}

/** Who rings, the longest wait first. */
function listOpenBells({ db }: Context): Promise<OpenBell[]> {
	return db
		.select({ id: kioskBells.id, kiosk: kiosks.name, point: receptionPoints.name, rungAt: kioskBells.rungAt })
		.from(kioskBells)
		.innerJoin(kiosks, eq(kiosks.id, kioskBells.kioskId))
		.innerJoin(receptionPoints, eq(receptionPoints.id, kiosks.pointId))
		.where(isNull(kioskBells.answeredAt))
		.orderBy(asc(kioskBells.rungAt))
		.limit(100);
}

/** How many ring: for the menu. */
export function countOpenBells({ db }: Pick<Context, 'db'>): Promise<number> {
	return db.$count(kioskBells, isNull(kioskBells.answeredAt));
}

/** How many items of lost machines wait: for the menu. Nought for whoever may not decide on them. */
export async function countHeld({ db, actor }: Pick<Context<StaffActor>, 'db' | 'actor'>): Promise<number> {
	return actor.roles.includes('dispatcher') ? db.$count(heldItems, isNull(heldItems.decision)) : 0;
}
