import { invalidate } from '$app/navigation';
import { navigating } from '$app/state';
import { listen } from './live.ts';

/** So long may the router ask where a link leads before it says that it is on its way. */
const onItsWayMs = 500;

/**
 * Loads what depends on `app:live` again whenever the line at this address tells of a change, but never while somebody is
 * on their way to another page: an invalidation takes the router over, and their click would be lost. Returns how to stop.
 */
export function keepFresh(address: string): () => void {
	let isOver = false;
	let chosenAt = -Infinity;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const choose = () => (chosenAt = performance.now());
	const freshen = async () => {
		await navigating.complete?.catch(() => {});
		if (!isOver) await invalidate('app:live');
	};
	const stop = listen(address, () => {
		clearTimeout(timer);
		timer = setTimeout(() => void freshen(), Math.max(0, chosenAt + onItsWayMs - performance.now()));
	});
	addEventListener('click', choose, true);
	addEventListener('keydown', choose, true);
	return () => {
		isOver = true;
		clearTimeout(timer);
		stop();
		removeEventListener('click', choose, true);
		removeEventListener('keydown', choose, true);
	};
}
