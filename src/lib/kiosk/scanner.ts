import { readNumber } from '#lib/domain/case-number.ts';

export type Scan = { linkToken: string } | { number: string };

/** What a receipt's QR or barcode says: the link token of its address, or a number. Null = not ours. */
export function readScan(text: string): Scan | null {
	const linkToken = /\/track#([\w-]{22})$/.exec(text)?.[1];
	if (linkToken) return { linkToken };
	const read = readNumber(text);
	return read.ok ? { number: read.number } : null;
}

/** A scanner types faster than anybody: keys nearer together than this belong to one scan. */
const togetherMs = 50;
/** Silence after which a key was no scanner's: longer, as a busy page hears late. */
const silenceMs = 100;
const shortest = 10;

/**
 * Hears a scanner that types like a keyboard; Enter or silence ends a scan. Keys are kept back until it is clear whose
 * they are: those of a scan reach neither the digits on screen nor a button, those of a hand come a moment later.
 * Returns how to stop.
 */
export function listenForScans(onscan: (text: string) => void): () => void {
	let keys: string[] = [];
	let last = 0;
	let isHandingOn = false;
	let timer: ReturnType<typeof setTimeout> | undefined;

	const finish = () => {
		clearTimeout(timer);
		const typed = keys;
		keys = [];
		if (typed.length >= shortest) return onscan(typed.join(''));
		isHandingOn = true;
		for (const key of typed) {
			const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
			(document.activeElement ?? document.body).dispatchEvent(event);
		}
		isHandingOn = false;
	};
	const keepBack = (event: KeyboardEvent) => {
		event.preventDefault();
		event.stopImmediatePropagation();
	};
	const onkeydown = (event: KeyboardEvent) => {
		const { key, timeStamp, ctrlKey, altKey, metaKey } = event;
		if (isHandingOn || key === 'Shift') return;
		if (timeStamp - last > togetherMs) finish();
		const isScanning = keys.length > 0;
		// a lone space presses the button that has the focus
		if (key.length === 1 && !ctrlKey && !altKey && !metaKey && (key !== ' ' || isScanning)) {
			keepBack(event);
			keys.push(key);
			last = timeStamp;
			clearTimeout(timer);
			timer = setTimeout(finish, silenceMs);
		} else {
			if (key === 'Enter' && keys.length >= shortest) keepBack(event);
			finish();
		}
	};
	addEventListener('keydown', onkeydown, { capture: true });
	return () => {
		clearTimeout(timer);
		removeEventListener('keydown', onkeydown, { capture: true });
	};
}
