/** Keys that walk or type; whatever else a keyboard has must not leave the page (trust C3). */
function isHarmless({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
	if (ctrlKey || metaKey || altKey) return false;
	return key.length === 1 || ['Enter', 'Shift', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(key);
}

/** Tab goes round the buttons of the screen, and never on into the browser's own. */
function walk({ shiftKey }: KeyboardEvent): void {
	const buttons = [...document.querySelectorAll<HTMLElement>('button:enabled')];
	const at = buttons.findIndex((button) => button === document.activeElement);
	const next = shiftKey ? Math.max(at, 0) - 1 : at + 1;
	buttons.at(next % buttons.length)?.focus();
}

const stopped = [
	...['contextmenu', 'selectstart', 'dragstart', 'dragover', 'drop', 'auxclick', 'dblclick'],
	...['gesturestart', 'gesturechange', 'copy', 'cut', 'paste', 'beforeinput']
] as const;

/**
 * Nothing that a hand or a keyboard does leaves the page: no menu, no selection, no drop, no zoom, no chord, no window.
 * Keeps the screen awake. Returns how to undo it.
 */
export function lockDown(): () => void {
	const held = new AbortController();
	const asked = { capture: true, passive: false, signal: held.signal };
	const stop = (event: Event) => event.cancelable && event.preventDefault();
	const stopIf = <Name extends keyof WindowEventMap>(
		names: readonly Name[],
		isOut: (event: WindowEventMap[Name]) => boolean
	) => {
		for (const name of names) addEventListener(name, (event) => isOut(event) && stop(event), asked);
	};
	for (const name of stopped) addEventListener(name, stop, asked);
	stopIf(['keydown'], (event) => !isHarmless(event));
	stopIf(['wheel'], ({ ctrlKey }) => ctrlKey);
	// the side buttons of a mouse would turn the history
	stopIf(['mousedown', 'mouseup'], ({ button }) => button > 0);
	// touch-action alone lets two fingers zoom that come while a third one leaves
	stopIf(['touchstart', 'touchmove'], ({ touches }) => touches.length > 1);
	const tab = (event: KeyboardEvent) => {
		if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) walk(event);
	};
	addEventListener('keydown', tab, asked);
	const opens = window.open;
	window.open = () => null;

	let lock: WakeLockSentinel | null = null;
	const stayAwake = async () => {
		if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		// refused on battery, or where a setting forbids it: the screen's own settings count then
		lock = await navigator.wakeLock.request('screen').catch(() => null);
	};
	document.addEventListener('visibilitychange', stayAwake, asked);
	void stayAwake();
	// static/kiosk-hold.js held everything until now
	dispatchEvent(new Event('kiosk-locked'));
	return () => {
		held.abort();
		window.open = opens;
		void lock?.release();
	};
}
