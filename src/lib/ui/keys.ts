/* Single-key shortcuts (WCAG 2.1.4): off in fields, while an IME composes, and for who switched them off. */

/** A key, or two in a row with a blank between, and what it does. Returns how to handle a keydown. */
export type Keys = Readonly<Record<string, () => void>>;

const fields = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])';
const between = 1000;

/** Makes the handler of `keydown` for a page. `isOff` is asked each time. */
export function handleKeys(keys: Keys, isOff: () => boolean): (event: KeyboardEvent) => void {
	let first = { key: '', at: -Infinity };
	return (event) => {
		const { target } = event;
		const isTyping = target instanceof Element && target.matches(fields);
		// 229: a key an IME has taken, in browsers that tell it after the composition has ended
		if (event.isComposing || event.keyCode === 229 || isTyping || isOff()) return;
		if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
		const key = event.key.toLowerCase();
		const isSecond = performance.now() - first.at < between;
		const act = (isSecond && keys[`${first.key} ${key}`]) || keys[key];
		first = { key, at: performance.now() };
		// Enter and Escape belong to what has the focus
		if (!act || (key === 'enter' && target !== document.body)) return;
		event.preventDefault();
		act();
	};
}

const keyOf = (staffId: number) => `huiyin.keys.${staffId}`;

/** Did this person switch the keys off in this browser? */
export function areKeysOff(staffId: number): boolean {
	return localStorage.getItem(keyOf(staffId)) === 'off';
}

export function switchKeys(staffId: number, off: boolean): void {
	localStorage.setItem(keyOf(staffId), off ? 'off' : 'on');
}

const listKey = 'huiyin.list';

/** The numbers of the list a window last showed, so that its cases can be walked through one after the other. */
export function keepList(numbers: readonly string[]): void {
	sessionStorage.setItem(listKey, numbers.join(' '));
}

/** The case before and the one after it in that list. */
export function neighboursOf(number: string): { before?: string; after?: string } {
	const numbers = (sessionStorage.getItem(listKey) ?? '').split(' ');
	const at = numbers.indexOf(number);
	if (at < 0) return {};
	const [before, after] = [numbers[at - 1], numbers[at + 1]];
	return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}
