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
const shortest = 10;

/** Hears a scanner that types like a keyboard and ends with Enter. Returns how to stop. */
export function listenForScans(onscan: (text: string) => void): () => void {
	let typed = '';
	let last = 0;
	const onkeydown = (event: KeyboardEvent) => {
		const { key, timeStamp } = event;
		if (timeStamp - last > togetherMs) typed = '';
		last = timeStamp;
		if (key.length === 1) typed += key;
		else if (key === 'Enter' && typed.length >= shortest) {
			// the button that happens to have the focus is not meant
			event.preventDefault();
			event.stopImmediatePropagation();
			onscan(typed);
			typed = '';
		}
	};
	addEventListener('keydown', onkeydown, { capture: true });
	return () => removeEventListener('keydown', onkeydown, { capture: true });
}
