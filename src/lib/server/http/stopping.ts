const slot = Symbol.for('huiyin.stopping');
/** Ends what is open; `closed` settles when the last request has been answered. */
type Stop = (closed: Promise<void>) => Promise<void>;
const kept: typeof globalThis & { [slot]?: Stop } = globalThis;

/* The entry and the built hooks are two bundles of one process; they meet here. */

/** What the hooks want done at the end. The last one told counts (hot reload). */
export function atStop(stop: Stop): void {
	kept[slot] = stop;
}

/** Runs it, at the end. */
export async function stopAll(closed: Promise<void>): Promise<void> {
	await (kept[slot]?.(closed) ?? closed);
}
