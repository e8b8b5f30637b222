import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Outward, Roads } from './channels/open.ts';
import { claimNext, type Message, preparePace, sendClaimed, spacingMs } from './send.ts';

/** So many of a road may be under way at once in one process: a gateway that hangs holds no more than these. */
const mostAtOnce = 8;
/** How often is looked for what has come due. */
const idleMs = 1000;
/** While the database is away. */
const faultMs = 5000;
/** At the end what is under way is waited for so long; the rest goes out again after its lease. */
const graceMs = 3000;

type Options = { onFault: (fault: unknown) => void };

/** Works the messages off, each road by itself, until it is stopped. Several processes may. */
export function keepSending(clock: () => Context, roads: Roads, { onFault }: Options): { stop: () => Promise<void> } {
	const ending = new AbortController();
	const { signal } = ending;
	const rest = (ms: number) => pause(ms, undefined, { signal, ref: false }).catch(() => {});

	const work = async (channel: Outward, perSecond: number) => {
		const underWay = new Set<Promise<void>>();
		const begin = (message: Message) => {
			const sending = sendClaimed(clock, roads, message)
				.catch(onFault)
				.finally(() => underWay.delete(sending));
			underWay.add(sending);
		};
		while (!signal.aborted) {
			try {
				const claim = underWay.size < mostAtOnce ? await claimNext(clock(), roads, channel) : 'later';
				if (claim !== null && claim !== 'later') begin(claim);
				await rest(claim === null ? idleMs : spacingMs(perSecond));
			} catch (fault) {
				onFault(fault);
				await rest(faultMs);
			}
		}
		await Promise.all(underWay);
	};
	const all = (['sms', 'email'] as const).map(async (channel) => {
		const road = roads.outward[channel];
		if (!road) return;
		while (!signal.aborted) {
			try {
				await preparePace(clock());
				break;
			} catch (fault) {
				onFault(fault);
				await rest(faultMs);
			}
		}
		await work(channel, road.perSecond);
	});
	return {
		stop: async () => {
			ending.abort();
			await Promise.race([Promise.all(all), pause(graceMs, undefined, { ref: false })]);
			roads.close();
		}
	};
}
