import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askForPaper, escposOf, readPaper } from '#lib/kiosk/printing/escpos.ts';
import { findPort, lookAtPaper, sendTo } from '#lib/kiosk/printing/serial-printer.ts';
import { type SlipContent, slipLines } from '#lib/kiosk/printing/slip.ts';

/** White, with black at these places. */
function aPicture(width: number, height: number, black: [x: number, y: number][]) {
	const data = new Uint8ClampedArray(width * height * 4).fill(255);
	for (const [x, y] of black) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
	return { width, height, data };
}

describe('the bytes of a picture', () => {
	it('are ESC @, a raster with the first dot in the highest bit, feed and partial cut', () => {
		const picture = aPicture(16, 2, [
			[0, 0],
			[15, 0],
			[9, 1]
		]);
		expect([...escposOf(picture)]).toEqual([
			...[0x1b, 0x40],
			...[0x1d, 0x76, 0x30, 0, 2, 0, 2, 0],
			...[0b1000_0000, 0b0000_0001, 0, 0b0100_0000],
			...[0x1b, 0x64, 4, 0x1d, 0x56, 66, 0]
		]);
	});

	it('go in bands of 128 rows, the last as long as what is left', () => {
		const bytes = [...escposOf(aPicture(8, 300, [[7, 128]]))];
		const header = (rows: number) => [0x1d, 0x76, 0x30, 0, 1, 0, rows, 0];
		expect(bytes.slice(2, 10)).toEqual(header(128));
		expect(bytes.slice(138, 146)).toEqual(header(128));
		expect(bytes[146]).toBe(1);
		expect(bytes.slice(274, 282)).toEqual(header(44));
		expect(bytes).toHaveLength(2 + 3 * 8 + 300 + 7);
	});

	it('are black from the darker half on, and whole bytes wide', () => {
		const grey = { width: 8, height: 1, data: new Uint8ClampedArray(32).fill(255) };
		grey.data.set([127, 127, 127, 255, 128, 128, 128, 255]);
		expect(escposOf(grey)[10]).toBe(0b1000_0000);
		expect(() => escposOf(aPicture(12, 1, []))).toThrow();
	});

	it('of an answer say whether there is paper', () => {
		expect(readPaper(Uint8Array.of(0x12))).toBe('ok');
		expect(readPaper(Uint8Array.of(0x1e))).toBe('ok');
		expect(readPaper(Uint8Array.of(0x72))).toBe('out');
		expect(readPaper(Uint8Array.of(0x72, 0x12))).toBe('ok');
		expect(readPaper(Uint8Array.of(0xff, 0x41))).toBe('unknown');
		expect(readPaper(new Uint8Array())).toBe('unknown');
	});
});

describe('the slip', () => {
	const slip: SlipContent = {
		...{ siteName: '禾望乡民情意见箱', pointName: '一号接待点', phone: '0000-860 0123' },
		...{ number: 'MQ261123-4071865', code: '6047182935', submittedAt: new Date('2026-11-23T01:44:00Z') },
		...{ due: '11 月 30 日（下周一）', tileLabel: '路、灯、水、电', url: 'https://a.example/track#x', locale: 'zh-CN' }
	};
	const words = (more: Partial<SlipContent> = {}) =>
		slipLines({ ...slip, ...more }).flatMap((line) =>
			line === 'rule' ? [] : 'qr' in line ? line.qr.map(({ text }) => text) : line.text
		);

	it('says all that domain E7 asks, in its order', () => {
		const wanted = [
			...[
				'禾望乡民情意见箱',
				'收件回执',
				'MQ261123-4071865',
				'不要给别人',
				'604 718 2935',
				'最迟 11 月 30 日（下周一）前答复'
			],
			...['09:44', '路、灯、水、电', '一号接待点', '查进度', '12345', '110 · 119 · 120', '热敏纸约 1 年褪色']
		];
		const places = wanted.map((part) => words().findIndex((line) => line.includes(part)));
		expect(places).not.toContain(-1);
		expect(places).toEqual(places.toSorted((a, b) => a - b));
		expect(words().join()).toContain('0000-860\u00a00123');
	});

	it('holds nothing but what it is given: no name, phone or text of the resident has a place in it', () => {
		const digits = words()
			.join(' ')
			.match(/\d{3,}/g);
		expect(digits).toEqual([
			'261123',
			'4071865',
			'604',
			'718',
			'2935',
			'0000',
			'860',
			'0123',
			'12345',
			'110',
			'119',
			'120'
		]);
		expect(words({ tileLabel: '' }).join()).not.toContain('类别');
	});

	it('speaks English', () => {
		const english = words({
			locale: 'en',
			due: 'Monday 30 November',
			siteName: 'Voice',
			pointName: 'Hall',
			tileLabel: 'Roads'
		});
		expect(english).toContain('Answer by Monday 30 November');
		expect(english.join('')).not.toMatch(/\p{Script=Han}/u);
	});
});

/** A printer at a port. `answers` to each question for paper, null = none; writing and the rest as told. */
function aPort(answers: (number | null)[], { writes = 'well' as 'well' | 'fails' | 'hangs', closes = true } = {}) {
	const got: number[] = [];
	let isOpen = false;
	let tell: ((bytes: Uint8Array) => void) | null = null;
	let isAborted = () => false;
	let readable: ReadableStream<Uint8Array> | null = null;
	let writable: WritableStream<Uint8Array> | null = null;
	const isQuestion = (bytes: Uint8Array) => bytes.length === 3 && bytes.every((byte, at) => byte === askForPaper[at]);
	const port = {
		get readable() {
			// as the browser does: a stream that was cancelled is followed by another
			return (readable ??= new ReadableStream<Uint8Array>({
				start: (controller) => void (tell = (bytes) => controller.enqueue(bytes)),
				cancel: () => void (readable = tell = null)
			}));
		},
		get writable() {
			return (writable ??= new WritableStream<Uint8Array>({
				write: (bytes, { signal }) => {
					isAborted = () => signal.aborted;
					if (isQuestion(bytes)) {
						const answer = answers.shift() ?? null;
						if (answer !== null) tell?.(Uint8Array.of(answer));
						return;
					}
					if (writes === 'fails') throw new Error('unplugged');
					if (writes === 'hangs') return new Promise<void>(() => {});
					got.push(...bytes);
				}
			}));
		},
		open: async () => {
			if (isOpen) throw new DOMException('open already', 'InvalidStateError');
			isOpen = true;
		},
		close: async () => {
			if (!closes) await new Promise(() => {});
			if (readable?.locked || writable?.locked) throw new TypeError('locked');
			isOpen = false;
		},
		getInfo: () => ({})
	};
	return { port, got, isOpen: () => isOpen, isAborted: () => isAborted() };
}

const slipBytes = Uint8Array.of(0x1b, 0x40, 1, 2, 3);

describe('a serial printer', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});
	/** Lets everything happen that takes less than these seconds. */
	const settle = async <Answer>(work: Promise<Answer>, seconds = 60) => {
		const outcome = work.then(
			(answer) => ({ answer }),
			() => ({ answer: 'thrown' as const })
		);
		await vi.advanceTimersByTimeAsync(seconds * 1000);
		return (await Promise.race([outcome, Promise.resolve({ answer: 'nothing yet' as const })])).answer;
	};

	it('gets the slip, and its port is closed', async () => {
		const { port, got, isOpen } = aPort([0x12, 0x12]);
		expect(await settle(sendTo(port, slipBytes), 1)).toBe('ok');
		expect(got).toEqual([...slipBytes]);
		expect(isOpen()).toBe(false);
	});

	it('gets nothing while its paper is out, and says so when it ends in the middle', async () => {
		const empty = aPort([0x72]);
		expect(await settle(sendTo(empty.port, slipBytes))).toBe('out');
		expect(empty.got).toEqual([]);
		expect(empty.isOpen()).toBe(false);
		const ending = aPort([0x12, 0x72]);
		expect(await settle(sendTo(ending.port, slipBytes))).toBe('out');
	});

	it('gets the slip also when it never answers', async () => {
		const { port, got, isOpen } = aPort([null, null]);
		expect(await settle(sendTo(port, slipBytes), 2)).toBe('unknown');
		expect(got).toEqual([...slipBytes]);
		expect(isOpen()).toBe(false);
		expect(await settle(lookAtPaper(port), 1)).toBe('unknown');
		expect(isOpen()).toBe(false);
	});

	it('that fails is told as an error, and its port is closed', async () => {
		const { port, isOpen } = aPort([0x12], { writes: 'fails' });
		expect(await settle(sendTo(port, slipBytes))).toBe('thrown');
		expect(isOpen()).toBe(false);
	});

	it('that hangs is given up, and prints nothing of it later', async () => {
		const { port, isOpen, isAborted } = aPort([0x12], { writes: 'hangs' });
		const printing = sendTo(port, slipBytes);
		expect(await settle(printing, 20)).toBe('nothing yet');
		expect(await settle(printing, 10)).toBe('thrown');
		expect(isAborted()).toBe(true);
		expect(isOpen()).toBe(false);
	});

	it('whose port never closes is done with all the same', async () => {
		const { port } = aPort([0x12, 0x12], { closes: false });
		expect(await settle(sendTo(port, slipBytes))).toBe('ok');
	});

	it('is at the port that was chosen, and at no other', async () => {
		const ports = [[1, 2], [1155, 22_336], []].map(([usbVendorId, usbProductId]) => ({
			getInfo: () => ({ usbVendorId, usbProductId })
		}));
		vi.stubGlobal('navigator', { serial: { getPorts: async () => ports } });
		expect(await findPort(null)).toBe(ports[0]);
		expect(await findPort({ usbVendorId: 1155, usbProductId: 22_336 })).toBe(ports[1]);
		expect(await findPort({})).toBe(ports[2]);
		expect(await findPort({ usbVendorId: 9, usbProductId: 9 })).toBeUndefined();
		vi.stubGlobal('navigator', {});
		expect(await findPort(null)).toBeUndefined();
	});
});
