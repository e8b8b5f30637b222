import { addDays, type Day, startOfDay } from '../../../src/lib/domain/clock.ts';
import type { Channel } from '../../../src/lib/server/notify/channels/channel.ts';
import type { Chance } from '../hand.ts';

const hourMs = 3_600_000;

/** What stands at the other end of every road: away for six hours now and then, sometimes busy, and it refuses a few. */
export function openGatewayStand(chance: Chance, beginsOn: Day) {
	const delivered = new Set<string>();
	const repeated: string[] = [];
	const outages = Array.from({ length: 20 }, (_, month) => {
		const from = startOfDay(addDays(beginsOn, 10 + month * 31)).getTime() + 9 * hourMs;
		return { from, until: from + 6 * hourMs };
	});
	let now = 0;
	let failed = 0;
	const channel: Channel = {
		send: async ({ id }) => {
			const turn = chance();
			const isAway = outages.some(({ from, until }) => now >= from && now < until);
			if (isAway || turn < 0.02) {
				failed++;
				return { as: 'failed', why: isAway ? 'away' : 'busy' };
			}
			if (turn < 0.025) {
				failed++;
				return { as: 'failed', why: 'refused' };
			}
			if (delivered.has(id)) repeated.push(id);
			delivered.add(id);
			return { as: 'sent' };
		},
		close: () => {}
	};
	return {
		channel,
		clock: (at: Date) => void (now = at.getTime()),
		sent: () => delivered.size,
		failed: () => failed,
		faults: () => repeated.map((id) => `message ${id} left the house twice`)
	};
}
