/* Until the kiosk's own scripts hold the page: no key, menu, drag, pinch or side button does anything (trust C3). */
{
	const held = ['keydown', 'contextmenu', 'mousedown', 'mouseup', 'auxclick', 'dragstart', 'drop', 'wheel'];
	const names = [...held, 'touchstart', 'touchmove'];
	const hold = (event) => event.cancelable && event.preventDefault();
	const options = { capture: true, passive: false };
	for (const name of names) addEventListener(name, hold, options);
	const letGo = () => names.forEach((name) => removeEventListener(name, hold, options));
	addEventListener('kiosk-locked', letGo, { once: true });
}
