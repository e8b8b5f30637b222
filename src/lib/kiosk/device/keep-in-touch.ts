import type { BeatAnswer } from '#lib/domain/kiosk.ts';
import type { KioskBeat } from '#lib/domain/kiosk-letter.ts';
import { ask, Away, Refused, sendLetter } from './ask.ts';
import { countFree, dropQueued, keepAnswer, listQueued, markRefused, readIdentity, type Store } from './store.ts';

/** How the machine stands with the server. */
export type Standing = {
	isOnline: boolean;
	state: BeatAnswer['state'];
	queued: number;
	stuck: number;
	free: number;
	/** The device's clock less the server's, in seconds. */
	skewSeconds: number;
};

const beatMs = 60_000;
const firstRetryMs = 2000;
const longestRetryMs = 60_000;
const letterPatienceMs = 60_000;
/** What was refused is offered again after this: a server may have been mended. */
const refusedRestsMs = 3_600_000;
/** A refusal that may pass: the letter waits for the next round. */
const passing = new Set(['throttled', 'away', 'fault']);

type Line = {
	store: Store;
	version: string;
	paper: () => KioskBeat['paper'];
	/** Called after each round, whether or not the server was there. */
	onRound: (standing: Standing) => void;
};

/**
 * Heartbeat and outbox, one round after another under a lock that all tabs share: each minute, at once when `nudge` is
 * called or the network comes back, and with growing pauses (2 s to a minute, give or take a quarter) while the server is
 * away. Letters go in the order they were handed in, and leave the outbox only when the answer names their number.
 */
export function keepInTouch({ store, version, paper, onRound }: Line): {
	nudge: () => Promise<void>;
	stop: () => void;
} {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let retryMs = firstRetryMs;
	let running: Promise<void> | null = null;
	let isStopped = false;
	let last: Standing = { isOnline: false, state: 'active', queued: 0, stuck: 0, free: 0, skewSeconds: 0 };

	const run = async () => {
		clearTimeout(timer);
		try {
			last = await navigator.locks.request('huiyin-kiosk-line', () => round(store, { version, paper: paper(), last }));
		} catch {
			// the browser's own storage failed: nothing is lost by trying again
			last = { ...last, isOnline: false };
		} finally {
			running = null;
			onRound(last);
			retryMs = last.isOnline ? firstRetryMs : Math.min(longestRetryMs, retryMs * 2);
			const pause = last.isOnline ? beatMs : retryMs * (0.75 + Math.random() / 2);
			if (!isStopped) timer = setTimeout(() => void nudge(), pause);
		}
	};
	// what is under way may have looked into the outbox too early: another round follows it
	const nudge = () => (running = running ? running.then(run, run) : run());
	const atOnce = () => void nudge();
	addEventListener('online', atOnce);
	atOnce();
	return {
		nudge,
		stop: () => {
			isStopped = true;
			clearTimeout(timer);
			removeEventListener('online', atOnce);
		}
	};
}

type Round = { version: string; paper: KioskBeat['paper']; last: Standing };

async function round(store: Store, { version, paper, last }: Round): Promise<Standing> {
	let standing = last;
	try {
		standing = await beat(store, { version, paper, last });
		const isEmpty = await deliver(store);
		// the server hears at once that nothing waits any more, and numbers that were used are made up for
		if (standing.queued > 0 && isEmpty) standing = await beat(store, { version, paper, last: standing });
		return { ...standing, ...(await countAll(store)), isOnline: true };
	} catch (fault) {
		if (!(fault instanceof Away) && !(fault instanceof Refused)) throw fault;
		return { ...standing, ...(await countAll(store)), isOnline: false };
	}
}

async function beat(store: Store, { version, paper, last }: Round): Promise<Standing> {
	const identity = await readIdentity(store);
	if (!identity) throw new Away();
	const counts = await countAll(store);
	const [oldest] = await listQueued(store);
	const body: KioskBeat = {
		...{ version, paper, queued: counts.queued, stuck: counts.stuck, freeNumbers: counts.free },
		oldestQueuedAt: oldest ? new Date(oldest.at).toISOString() : null,
		now: new Date().toISOString()
	};
	let answer: BeatAnswer;
	try {
		answer = await ask<BeatAnswer>('beat', { token: identity.token, body });
	} catch (fault) {
		// a server that does not know this machine: as good as retired, and its letters wait for their fate
		if (fault instanceof Refused && fault.key === 'case.not-found')
			return { ...last, ...counts, isOnline: true, state: 'retired' };
		throw fault;
	}
	await keepAnswer(store, answer);
	const skewSeconds = Math.round((Date.now() - new Date(answer.now).getTime()) / 1000);
	return { ...(await countAll(store)), isOnline: true, state: answer.state, skewSeconds };
}

/** Sends what waits, in order. True when nothing is left but what was refused. */
async function deliver(store: Store): Promise<boolean> {
	let isEmpty = true;
	for (const letter of await listQueued(store)) {
		if (letter.refused && Date.now() - letter.refused.at < refusedRestsMs) continue;
		const [device, sealed] = [await store.get('devices', letter.deviceId), await store.get('sealed', letter.number)];
		if (!device || !sealed) continue;
		try {
			await sendLetter(device.token, letter.number, sealed.bytes, { patienceMs: letterPatienceMs });
			await dropQueued(store, letter.number);
		} catch (fault) {
			if (!(fault instanceof Refused)) throw fault;
			if (passing.has(fault.key)) isEmpty = false;
			else await markRefused(store, letter, fault.key);
		}
	}
	return isEmpty;
}

async function countAll(store: Store): Promise<Pick<Standing, 'queued' | 'stuck' | 'free'>> {
	const letters = await listQueued(store);
	const stuck = letters.filter(({ refused }) => refused).length;
	return { queued: letters.length - stuck, stuck, free: await countFree(store) };
}
