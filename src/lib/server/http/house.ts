import { readConfig } from '../config.ts';
import { within } from '../patience.ts';
import { type House, startHouse } from '../start.ts';

const slot = Symbol.for('huiyin.house');
type Slot = { started: Promise<House> | null; triedAt: number; fault: unknown };
const kept: typeof globalThis & { [slot]?: Slot } = globalThis;

/** How long after a failed start the next visitor tries again; until then the fault is answered at once. */
const retryMs = 1000;

/**
 * The one house of this process, started by the first request (and surviving hot reloads). When the database is away
 * at start it throws quickly, and a later request tries again: no restart is needed.
 */
export function house(): Promise<House> {
	const state = (kept[slot] ??= { started: null, triedAt: 0, fault: null });
	if (state.started) return state.started;
	if (Date.now() - state.triedAt < retryMs) return Promise.reject(state.fault);
	state.triedAt = Date.now();
	state.started = startHouse(readConfig(process.env)).catch((fault: unknown) => {
		state.started = null;
		state.fault = fault;
		throw fault;
	});
	return state.started;
}

/** Ends the streams, waits for the requests in flight (8 seconds at most), then ends jobs and database. */
export async function stopHouse(closed: Promise<void>): Promise<void> {
	const started = await kept[slot]?.started?.catch(() => null);
	await started?.live.stop();
	await within(8000, closed).catch(() => started?.log.warn('some requests were cut off'));
	await started?.stop();
}
