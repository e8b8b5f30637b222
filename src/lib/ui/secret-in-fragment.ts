/**
 * Takes a secret out of the address's fragment, which no server ever sees: at once, and when a link is opened while
 * its page is already shown. The address and the history forget it. Returns how to stop.
 */
export function takeSecret(length: number, take: (secret: string) => void): () => void {
	const pattern = new RegExp(`^#([\\w-]{${length}})$`);
	const look = () => {
		const secret = pattern.exec(location.hash)?.[1];
		if (!secret) return;
		history.replaceState(history.state, '', location.pathname);
		take(secret);
	};
	look();
	addEventListener('hashchange', look);
	return () => removeEventListener('hashchange', look);
}
