import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatNumber } from '#lib/domain/case-number.ts';
import { listenForScans, readScan } from '#lib/kiosk/scanner.ts';

class FakeKey extends Event {
	readonly key: string;
	override readonly timeStamp: number;
	readonly ctrlKey: boolean;
	readonly altKey = false;
	readonly metaKey = false;
	constructor(type: string, { key, at = 0, ctrlKey = false }: { key: string; at?: number; ctrlKey?: boolean }) {
		super(type, { cancelable: true });
		this.key = key;
		this.timeStamp = at;
		this.ctrlKey = ctrlKey;
	}
}

/** A window that hears scans, and what the screen itself hears of the keys. */
function aScreen() {
	const target = new EventTarget();
	vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
	vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
	vi.stubGlobal('KeyboardEvent', FakeKey);
	vi.stubGlobal('document', { activeElement: null, body: target });
	const scans: string[] = [];
	const heard: string[] = [];
	const stop = listenForScans((text) => scans.push(text));
	target.addEventListener('keydown', (event) => heard.push(event instanceof FakeKey ? event.key : '?'));
	/** Types key after key; true = the browser may do with it what it does. */
	const type = (keys: Iterable<string>, everyMs: number, more: { ctrlKey?: boolean } = {}) => {
		let isLetThrough = true;
		for (const key of keys) {
			vi.advanceTimersByTime(everyMs);
			isLetThrough = target.dispatchEvent(new FakeKey('keydown', { ...more, key, at: Date.now() }));
		}
		return isLetThrough;
	};
	return { scans, heard, stop, type };
}
const link = 'https://a.example/track#AbCdEfGhIjKlMnOpQrStU_';

describe('a scanner that types', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	it('is heard whole, and its keys reach nothing on the screen', () => {
		const { scans, heard, type } = aScreen();
		type(link, 5);
		expect(type(['Enter'], 5)).toBe(false);
		expect(scans).toEqual([link]);
		vi.advanceTimersByTime(1000);
		expect(scans).toEqual([link]);
		expect(heard).toEqual([]);
	});

	it('may press Shift, hold spaces, and end in silence', () => {
		const { scans, heard, type } = aScreen();
		type(['Shift', 'M', 'Shift', 'Q', ...'261123 0382716'], 20);
		vi.advanceTimersByTime(99);
		expect(scans).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(scans).toEqual(['MQ261123 0382716']);
		expect(heard.filter((key) => key !== 'Shift')).toEqual([]);
	});

	it('is heard twice when it scans twice', () => {
		const { scans, type } = aScreen();
		type([...'2611230382716', 'Enter', ...'2611230382716', 'Enter'], 3);
		expect(scans).toEqual(['2611230382716', '2611230382716']);
	});
});

describe('a hand that types', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	it('is let through key by key, slow or fast', () => {
		const { scans, heard, type } = aScreen();
		type('2611230382716', 120);
		vi.advanceTimersByTime(100);
		expect(heard.join('')).toBe('2611230382716');
		type('4821770', 30);
		expect(type(['Enter'], 30)).toBe(true);
		expect(heard.join('')).toBe('26112303827164821770Enter');
		expect(scans).toEqual([]);
	});

	it('walks and presses buttons as ever', () => {
		const { heard, type } = aScreen();
		for (const key of [' ', 'Enter', 'Tab', 'ArrowLeft', 'Backspace']) expect(type([key], 10)).toBe(true);
		expect(heard).toEqual([' ', 'Enter', 'Tab', 'ArrowLeft', 'Backspace']);
		expect(type(['p'], 10, { ctrlKey: true })).toBe(true);
	});

	it('keeps the order of what it typed', () => {
		const { heard, type } = aScreen();
		type(['1', '2', 'Backspace', '3'], 30);
		vi.advanceTimersByTime(100);
		expect(heard).toEqual(['1', '2', 'Backspace', '3']);
	});

	it('is no longer listened to after the end', () => {
		const { scans, heard, stop, type } = aScreen();
		type('1', 10);
		stop();
		type([...'2611230382716', 'Enter'], 3);
		vi.advanceTimersByTime(1000);
		expect(scans).toEqual([]);
		expect(heard).toHaveLength(14);
	});
});

describe('what was scanned', () => {
	it('is the address of a receipt, or a number', () => {
		expect(readScan(link)).toEqual({ linkToken: 'AbCdEfGhIjKlMnOpQrStU_' });
		const number = formatNumber('MQ', '2026-11-23', 38_271);
		expect(readScan(number)).toEqual({ number });
		expect(readScan(number.toLowerCase().replace('-', ''))).toEqual({ number });
		expect(readScan('http://a.example/track#short')).toBeNull();
		expect(readScan('6901234567892')).toBeNull();
		expect(readScan('https://elsewhere.example/')).toBeNull();
	});
});
