import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Outward, Roads } from './channels/open.ts';
import { claimNext, preparePace, sendClaimed, spacingMs } from './send.ts';

/** Everything of a road that is due now, one after the other, at the road's pace. How many were tried. */
export async function sendDue(clock: () => Context, roads: Roads, channel: Outward): Promise<number> {
	const road = roads.outward[channel];
	await preparePace(clock());
	for (let tried = 0; ;) {
		const claim = await claimNext(clock(), roads, channel);
		if (claim === null) return tried;
		if (claim === 'later') await pause(spacingMs(road?.perSecond ?? 1));
		else {
			await sendClaimed(clock, roads, claim);
			tried++;
		}
	}
}
