/**
 * Listens for "something you may see has changed" over one event stream. The server hears how old the page is, and tells
 * what changed meanwhile; a line that was lost comes back with a fresh look. Closed while the page is hidden, opened
 * again (with a fresh look) when it is shown. Returns how to stop.
 */
export function listen(address: string, onChange: () => void): () => void {
	let source: EventSource | null = null;
	const open = () => {
		source?.close();
		const age = Math.ceil(performance.now() - askedAt());
		source = new EventSource(`${address}${address.includes('?') ? '&' : '?'}age=${age}`);
		source.addEventListener('changed', onChange);
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
	const follow = () => {
		if (document.hidden) return close();
		if (source) return;
		open();
		onChange();
	};
	if (!document.hidden) open();
	document.addEventListener('visibilitychange', follow);
	return () => {
		close();
		document.removeEventListener('visibilitychange', follow);
	};
}

/** When the page was asked for, behind all redirects; ms since the document began. */
function askedAt(): number {
	const [navigation] = performance.getEntriesByType('navigation');
	return navigation instanceof PerformanceNavigationTiming ? navigation.fetchStart : 0;
}
