import { and, eq, ne } from 'drizzle-orm';
import * as v from 'valibot';
import { kioskSettings, type KioskSettings } from '../../domain/kiosk-settings.ts';
import type { StaffActor } from '../../domain/permissions.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { kiosks, receptionPoints } from '../db/schema/kiosks.ts';
import { kioskStream, record } from '../events/record.ts';
import { writeText } from '../events/write-text.ts';
import { administer } from './administer.ts';
import { hashServicePin } from './service-pin.ts';

/** A new service PIN, 'keep' the one that is set, or null to close the service menu. */
export type ServicePin = { digits: string } | 'keep' | null;

/** Adds (id null) or changes a kiosk; returns its id. Its machine hears of it with the next heartbeat. Throws `kiosk.name-taken`. */
export async function changeKiosk(
	context: Context<StaffActor>,
	{ id, servicePin, ...input }: { id: number | null; servicePin: ServicePin } & KioskSettings
): Promise<number> {
	const settings = v.parse(kioskSettings, input);
	return administer(context, async (context) => {
		const { db } = context;
		const pin = servicePin === 'keep' ? {} : { servicePin: servicePin && (await hashServicePin(servicePin.digits)) };
		await assertFree(context, settings, id);
		const [kiosk] =
			id === null
				? await db
						.insert(kiosks)
						.values({ ...settings, ...pin })
						.returning()
				: await db
						.update(kiosks)
						.set({ ...settings, ...pin })
						.where(eq(kiosks.id, id))
						.returning();
		if (!kiosk) throw new Refusal('case.not-found');
		const { pointId, name, locale, printer, hasCamera, hasMicrophone, mmPerPx, idleSeconds, places } = settings;
		const value = await writeText(context, null, 'setting', {
			name,
			locale,
			printer,
			point: String(pointId),
			camera: String(hasCamera),
			microphone: String(hasMicrophone),
			mmPerPx: String(mmPerPx),
			idle: Object.entries(idleSeconds)
				.map(([place, seconds]) => `${place} ${seconds}`)
				.join('\n'),
			places: places.join('\n'),
			// that it changed, never what it is
			servicePin: servicePin === 'keep' ? 'kept' : servicePin ? 'set' : 'none'
		});
		await record(context, kioskStream(kiosk.id), id === null ? 'kiosk.created' : 'kiosk.changed', { value });
		return kiosk.id;
	});
}

/** The point is there, and no other kiosk has the name. */
async function assertFree(
	{ db }: Context,
	{ pointId, name }: Pick<KioskSettings, 'pointId' | 'name'>,
	id: number | null
): Promise<void> {
	const [point] = await db.select().from(receptionPoints).where(eq(receptionPoints.id, pointId)).limit(1);
	if (!point) throw new Refusal('case.not-found');
	const [other] = await db
		.select({ id: kiosks.id })
		.from(kiosks)
		.where(and(eq(kiosks.name, name), id === null ? undefined : ne(kiosks.id, id)))
		.limit(1);
	if (other) throw new Refusal('kiosk.name-taken');
}
