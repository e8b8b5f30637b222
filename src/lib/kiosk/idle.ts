/** Time and waiting. Tests bring their own. */
type Clock = {
	/** Milliseconds that never run back. */
	now: () => number;
	/** Calls `work` after so many ms unless what it returns is called before. */
	after: (work: () => void, ms: number) => () => void;
};

/**
 * The browser's time since the page began, with what a sleeping machine missed: `performance.now` stands while it sleeps,
 * the wall clock does not; and the wall clock may be set back, the other may not.
 */
export function realClock(): Clock {
	let monotonic = performance.now();
	let wall = Date.now();
	let passed = 0;
	return {
		now: () => {
			const [nextMonotonic, nextWall] = [performance.now(), Date.now()];
			passed += Math.max(0, nextMonotonic - monotonic, nextWall - wall);
			[monotonic, wall] = [nextMonotonic, nextWall];
			return passed;
		},
		after: (work, ms) => {
			const timer = setTimeout(work, ms);
			return () => clearTimeout(timer);
		}
	};
}

type Told = {
	/** Nobody touched the screen: ask. */
	ask: () => void;
	/** Each second of the question, and of a screen that clears itself: so many are left. */
	tick: (secondsLeft: number) => void;
	/** Nobody answered. */
	end: () => void;
};

/**
 * The idle clock (domain E6): `seconds` after the last touch it asks, and `countdown` seconds after the question it ends;
 * with a countdown of 0 it ends without asking. It goes by the time of day and not by counted steps: a browser that is
 * throttled or slept is not given more. While something holds it (recording, printing, reading aloud) the time begins
 * anew, at most as long as that hold may last: what hangs must not keep somebody's words on the screen.
 */
export function createIdle(told: Told, clock: Clock = realClock()) {
	let limit = 0;
	let countdown = 0;
	let screen = '';
	let deadline = 0;
	let isAsking = false;
	let cancel = () => {};
	/** Reason, and until when it counts. */
	const holds = new Map<string, number>();

	const stop = () => cancel();
	const run = (seconds: number, asks: boolean) => {
		stop();
		isAsking = asks;
		deadline = clock.now() + seconds * 1000;
		if (limit > 0) step();
	};
	const step = () => {
		const now = clock.now();
		for (const [reason, until] of holds) if (until <= now) holds.delete(reason);
		if (holds.size > 0) deadline = now + (isAsking ? countdown : limit) * 1000;
		const left = Math.max(0, deadline - now);
		if (isAsking || countdown === 0) told.tick(Math.ceil(left / 1000));
		if (left > 0) cancel = clock.after(step, left % 1000 || 1000);
		else if (isAsking || countdown === 0) told.end();
		else {
			told.ask();
			run(countdown, true);
		}
	};
	return {
		/** Another screen stands, with these times: they begin. Limit 0 = no clock runs. On the same screen nothing changes. */
		start: (name: string, seconds: number, asks: { countdown: number }) => {
			if (name === screen) return;
			screen = name;
			limit = seconds;
			countdown = asks.countdown;
			run(limit, false);
		},
		/** A touch begins the time anew; while the question stands, only `stay` does. */
		touch: () => {
			if (!isAsking) run(limit, false);
		},
		/** 我还在; and 我还在抄, from which on each touch gives this screen so many seconds. */
		stay: (seconds = limit) => {
			limit = seconds;
			run(limit, false);
		},
		/** Stands until `release`, and no longer than these seconds. */
		hold: (reason: string, longestSeconds: number) => void holds.set(reason, clock.now() + longestSeconds * 1000),
		release: (reason: string) => {
			if (holds.delete(reason) && holds.size === 0) run(isAsking ? countdown : limit, isAsking);
		},
		stop,
		/** The whole time of the screen that stands. */
		get seconds() {
			return limit;
		}
	};
}
