/** A trembling hand's second tap comes within this, ms (domain E10); where somebody rates, a second. */
const restsMs = { usual: 400, rating: 1000 };
/** So far apart two taps of one finger land, px. */
const strayPx = 80;

type Tap = { x: number; y: number; at: number; screen: string };
export type Now = { screen: string; isRating: boolean };

/**
 * Tells the second tap of a trembling hand: at the same spot, just behind the tap that brought another screen, where it
 * would press what nobody has read yet. A key that is pressed twice on one screen counts twice. Times in ms.
 */
export function createSteadyHand(): (tap: Omit<Tap, 'screen'>, now: Now) => boolean {
	let last: Tap | null = null;
	return ({ x, y, at }, { screen, isRating }) => {
		const rest = isRating ? restsMs.rating : restsMs.usual;
		const isSecond =
			last !== null && last.screen !== screen && at - last.at < rest && Math.hypot(x - last.x, y - last.y) < strayPx;
		if (!isSecond) last = { x, y, at, screen };
		return isSecond;
	};
}

/** Keeps such taps from the page. Returns how to stop. */
export function steadyHands(now: () => Now): () => void {
	const isSecond = createSteadyHand();
	const onclick = (event: MouseEvent) => {
		// a key, not a finger, has no count of clicks
		if (event.detail === 0 || !isSecond({ x: event.clientX, y: event.clientY, at: event.timeStamp }, now())) return;
		event.preventDefault();
		event.stopPropagation();
	};
	addEventListener('click', onclick, { capture: true });
	return () => removeEventListener('click', onclick, { capture: true });
}
