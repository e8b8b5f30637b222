/**
 * Listens for "something you may see has changed" over one event stream. Closed while the page is hidden, opened
 * again (with a fresh look) when it is shown. Returns how to stop.
 */
export function listen(address: string, onChange: () => void): () => void {
	let source: EventSource | null = null;
	const open = () => {
		source?.close();
		source = new EventSource(address);
		source.addEventListener('changed', onChange);
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
