import type { Sql } from 'postgres';
import type { Heard } from '../events/deliver.ts';

/** The channel every process listens on; a message is a list of streams that moved. */
const channel = 'huiyin';
/** Proxies and phones drop a silent line; a comment keeps it open. */
const heartbeatMs = 25_000;
/** A NOTIFY payload holds 8,000 bytes. */
const streamsPerMessage = 200;
/** So long is remembered what moved, for pages that were made before they began to watch. */
const rememberedMs = 60_000;
const rememberedMost = 1000;

const changed = 'event: changed\ndata: 1\n\n';
/** Somebody came to a case or left one; which one, only the page's own question tells. */
const moved = 'event: presence\ndata: 1\n\n';

type Watcher = { streams: ReadonlySet<string> | 'queue'; send: (text: string) => void; close: () => void };

/** Who is watching what in this process. */
export type Live = {
	/**
	 * Opens a stream of "something changed" for one browser; `streams` are cases, or the staff queue: every case and kiosk.
	 * What moved in the last `ageMs`, the age of the page that watches, is told at once.
	 */
	watch: (key: string, streams: readonly string[] | 'queue', ageMs?: number) => ReadableStream<Uint8Array>;
	/** Ends what a session watches, at sign-out. */
	end: (key: string) => void;
	/** Tells every process that somebody came to a case or left it: staff pages that are open at one ask again. */
	tellPresence: (caseId: number) => Promise<void>;
	/** The listener that delivery feeds: tells every process. */
	tell: (heard: readonly Heard[]) => Promise<void>;
	stop: () => Promise<void>;
};

/**
 * Live pages over one LISTEN connection a process. A browser is told only that something it may see has changed; it
 * asks again through the page's own query, so a stream can leak nothing.
 */
export async function openLive(sql: Sql): Promise<Live> {
	const watchers = new Map<string, Set<Watcher>>();
	const encoder = new TextEncoder();
	let recent: { at: number; named: unknown[] }[] = [];

	const each = (work: (watcher: Watcher) => unknown) => {
		for (const set of watchers.values()) for (const watcher of set) work(watcher);
	};
	const concerns = ({ streams }: Watcher, named: unknown[]) =>
		streams === 'queue'
			? named.some((stream) => /^(?:case|kiosk):/.test(String(stream)))
			: named.some((stream) => streams.has(String(stream)));
	const hear = (payload: string) => {
		const named: unknown = JSON.parse(payload);
		if (!Array.isArray(named)) return;
		if (named.every((stream) => String(stream).startsWith('presence:')))
			return each(({ streams, send }) => streams === 'queue' && send(moved));
		const at = performance.now();
		recent = [...recent.filter((one) => at - one.at < rememberedMs), { at, named }].slice(-rememberedMost);
		each((watcher) => {
			if (concerns(watcher, named)) watcher.send(changed);
		});
	};
	// what happened while the line was down is unknown: everybody looks again
	const listening = await sql.listen(channel, hear, () => each((watcher) => watcher.send(changed)));
	const beat = setInterval(() => each((watcher) => watcher.send(': still here\n\n')), heartbeatMs);
	beat.unref();

	return {
		watch: (key, streams, ageMs = 0) => {
			let watcher: Watcher | null = null;
			return new ReadableStream<Uint8Array>({
				start(controller) {
					const forget = () => {
						if (watcher) watchers.get(key)?.delete(watcher);
						if (watchers.get(key)?.size === 0) watchers.delete(key);
					};
					const made: Watcher = {
						streams: streams === 'queue' ? 'queue' : new Set(streams),
						send: (text) => {
							// a browser that stopped reading is let go; it comes back by itself
							if ((controller.desiredSize ?? 0) < -50) return watcher?.close();
							controller.enqueue(encoder.encode(text));
						},
						close: () => {
							forget();
							controller.close();
						}
					};
					watcher = made;
					watchers.set(key, (watchers.get(key) ?? new Set()).add(made));
					made.send('retry: 3000\n\n');
					const since = performance.now() - ageMs;
					if (recent.some(({ at, named }) => at > since && concerns(made, named))) made.send(changed);
				},
				cancel() {
					if (watcher) watchers.get(key)?.delete(watcher);
					if (watchers.get(key)?.size === 0) watchers.delete(key);
				}
			});
		},
		end: (key) => {
			for (const watcher of [...(watchers.get(key) ?? [])]) watcher.close();
		},
		tellPresence: async (caseId) => {
			await sql.notify(channel, JSON.stringify([`presence:${caseId}`]));
		},
		tell: async (heard) => {
			const streams = [...new Set(heard.map(({ stream }) => stream))];
			for (let start = 0; start < streams.length; start += streamsPerMessage) {
				await sql.notify(channel, JSON.stringify(streams.slice(start, start + streamsPerMessage)));
			}
		},
		stop: async () => {
			clearInterval(beat);
			each((watcher) => watcher.close());
			await listening.unlisten();
		}
	};
}
