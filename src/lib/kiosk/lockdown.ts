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
	const stop = (event: Event) => event.preventDefault();
	const keys = (event: KeyboardEvent) => {
		if (!isHarmless(event)) event.preventDefault();
		if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) walk(event);
	};
	// the side buttons of a mouse would turn the history
	const buttons = (event: MouseEvent) => {
		if (event.button > 0) event.preventDefault();
	};
	const wheel = (event: WheelEvent) => {
		if (event.ctrlKey && event.cancelable) event.preventDefault();
	};
	for (const name of stopped) addEventListener(name, stop, { capture: true });
	addEventListener('keydown', keys, { capture: true });
	addEventListener('wheel', wheel, { capture: true, passive: false });
	for (const name of ['mousedown', 'mouseup'] as const) addEventListener(name, buttons, { capture: true });
	const opens = window.open;
	window.open = () => null;

	let lock: WakeLockSentinel | null = null;
	const stayAwake = async () => {
		if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
		// refused on battery, or where a setting forbids it: the screen's own settings count then
		lock = await navigator.wakeLock.request('screen').catch(() => null);
	};
	document.addEventListener('visibilitychange', stayAwake);
	void stayAwake();
	// static/kiosk-hold.js held everything until now
	dispatchEvent(new Event('kiosk-locked'));
	return () => {
		for (const name of stopped) removeEventListener(name, stop, { capture: true });
		removeEventListener('keydown', keys, { capture: true });
		removeEventListener('wheel', wheel, { capture: true });
		for (const name of ['mousedown', 'mouseup'] as const) removeEventListener(name, buttons, { capture: true });
		document.removeEventListener('visibilitychange', stayAwake);
		window.open = opens;
		void lock?.release();
	};
}
