/** Calls `work` after so many ms unless what it returns is called before. Tests bring their own. */
type Timer = (work: () => void, ms: number) => () => void;
const realTimer: Timer = (work, ms) => {
	const timer = setTimeout(work, ms);
	return () => clearTimeout(timer);
};

type Told = {
	/** Nobody touched the screen: ask. */
	ask: () => void;
	/** Each second of the question, and of a screen that clears itself: so many are left. */
	tick: (secondsLeft: number) => void;
	/** Nobody answered. */
	end: () => void;
};

/**
 * The idle clock (domain E6): after `seconds` without a touch it asks, and `countdown` seconds later it ends; with a
 * countdown of 0 it ends without asking. While anything holds it (recording, printing, reading aloud) it stands, and
 * begins anew afterwards.
 */
export function createIdle(told: Told, after: Timer = realTimer) {
	let limit = 0;
	let countdown = 0;
	let left = 0;
	let isAsking = false;
	let cancel = () => {};
	const holds = new Set<string>();

	const stop = () => cancel();
	const begin = (seconds = limit) => {
		stop();
		isAsking = false;
		left = seconds;
		if (limit > 0 && holds.size === 0) step();
	};
	const step = () => {
		if (isAsking || countdown === 0) told.tick(left);
		if (left <= 0) {
			if (isAsking || countdown === 0) return told.end();
			isAsking = true;
			left = countdown;
			told.ask();
			told.tick(left);
		}
		left--;
		cancel = after(step, 1000);
	};
	return {
		/** A screen with these times stands now. Limit 0 = no clock runs. */
		start: (seconds: number, asks: { countdown: number }) => {
			limit = seconds;
			countdown = asks.countdown;
			begin();
		},
		/** A touch begins the time anew; while the question stands, only `stay` does. */
		touch: () => {
			if (!isAsking) begin(Math.max(limit, left));
		},
		/** 我还在, and 我还在抄 with the seconds it adds. */
		stay: (seconds = limit) => begin(seconds),
		hold: (reason: string) => {
			holds.add(reason);
			stop();
		},
		release: (reason: string) => {
			if (holds.delete(reason) && holds.size === 0) begin();
		},
		stop
	};
}
