/**
 * Listens for "something you may see has changed" over one event stream. The server hears how old the page is, and tells
 * what changed meanwhile; a line that was lost comes back with a fresh look. Closed while the page is hidden, opened
 * again (with a fresh look) when it is shown. Whoever listens to the same address in a page shares the one line. Returns
 * how to stop.
 */
export function listen(address: string, onChange: () => void): () => void {
	const line = lines.get(address) ?? begin(address);
	line.listeners.add(onChange);
	// whoever joins a line that is open may have been made before what it last brought
	if (performance.now() - line.heardAt < joinedMs) onChange();
	return () => {
		line.listeners.delete(onChange);
		endUnused(address, line);
	};
}

/** Listens for "somebody came to a case or left one", on the same line. */
export function listenForPresence(address: string, onMove: () => void): () => void {
	const line = lines.get(address) ?? begin(address);
	line.watchers.add(onMove);
	return () => {
		line.watchers.delete(onMove);
		endUnused(address, line);
	};
}

function endUnused(address: string, line: Line): void {
	if (line.listeners.size + line.watchers.size > 0) return;
	line.stop();
	lines.delete(address);
}

type Line = { listeners: Set<() => void>; watchers: Set<() => void>; heardAt: number; stop: () => void };
const lines = new Map<string, Line>();
const joinedMs = 5000;

function begin(address: string): Line {
	const listeners = new Set<() => void>();
	const watchers = new Set<() => void>();
	const line: Line = { listeners, watchers, heardAt: -Infinity, stop: () => {} };
	const onChange = () => {
		line.heardAt = performance.now();
		for (const hear of [...listeners]) hear();
	};
	const onMove = () => {
		for (const hear of [...watchers]) hear();
	};
	line.stop = follow(address, onChange, onMove);
	lines.set(address, line);
	return line;
}

function follow(address: string, onChange: () => void, onMove: () => void): () => void {
	let source: EventSource | null = null;
	const open = () => {
		source?.close();
		const age = Math.ceil(performance.now() - askedAt());
		source = new EventSource(`${address}${address.includes('?') ? '&' : '?'}age=${age}`);
		source.addEventListener('changed', onChange);
		source.addEventListener('presence', onMove);
		let wasOpen = false;
		source.addEventListener('open', () => {
			if (wasOpen) onChange();
			wasOpen = true;
		});
	};
	const close = () => {
		source?.close();
		source = null;
	};
	const look = () => {
		if (document.hidden) return close();
		if (source) return;
		open();
		onChange();
	};
	if (!document.hidden) open();
	document.addEventListener('visibilitychange', look);
	return () => {
		close();
		document.removeEventListener('visibilitychange', look);
	};
}

/** When the page was asked for, behind all redirects; ms since the document began. */
function askedAt(): number {
	const [navigation] = performance.getEntriesByType('navigation');
	return navigation instanceof PerformanceNavigationTiming ? navigation.fetchStart : 0;
}
