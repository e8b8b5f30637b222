import { eq } from 'drizzle-orm';
import type { KioskBeat } from '../../domain/kiosk-letter.ts';
import type { KioskActor } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { kioskDevices } from '../db/schema/kiosks.ts';

/** Keeps what a machine says of itself each minute; nothing in it is about a person. */
export async function noteBeat({ db, actor, now }: Context<KioskActor>, beat: KioskBeat): Promise<void> {
	const { version, queued, stuck, freeNumbers, paper } = beat;
	const skew = Math.round((new Date(beat.now).getTime() - now.getTime()) / 1000);
	const clockSkewSeconds = Math.max(-2_000_000_000, Math.min(2_000_000_000, skew));
	const oldestQueuedAt = beat.oldestQueuedAt ? new Date(beat.oldestQueuedAt) : null;
	await db
		.update(kioskDevices)
		.set({ seenAt: now, version, queued, oldestQueuedAt, stuck, freeNumbers, paper, clockSkewSeconds })
		.where(eq(kioskDevices.id, actor.deviceId));
}
