import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPrompts } from '#lib/kiosk/prompts.ts';
import { Speech, spoken } from '#lib/kiosk/speech.svelte.ts';

class FakeUtterance {
	onend: (() => void) | null = null;
	onerror: (() => void) | null = null;
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}
const mandarin = { lang: 'zh-CN', localService: true };

class FakeSound {
	onended: (() => void) | null = null;
	onerror: (() => void) | null = null;
	isPlaying = false;
	static readonly played: FakeSound[] = [];
	readonly file: string;
	constructor(file: string) {
		this.file = file;
	}
	play(): Promise<void> {
		this.isPlaying = true;
		FakeSound.played.push(this);
		return Promise.resolve();
	}
	pause(): void {
		this.isPlaying = false;
	}
}

/** A browser's speech whose voices do what the test tells them. */
function aBrowser(voices: object[] = [mandarin], list: object | null = null) {
	FakeSound.played.length = 0;
	vi.stubGlobal('Audio', FakeSound);
	vi.stubGlobal('fetch', async () => (list ? Response.json(list) : new Response('none', { status: 404 })));
	const said: FakeUtterance[] = [];
	let onchange = () => {};
	let cancelled = 0;
	const synthesis = {
		getVoices: () => voices,
		addEventListener: (_: string, heard: () => void) => (onchange = heard),
		removeEventListener: () => {},
		speak: (utterance: FakeUtterance) => void said.push(utterance),
		cancel: () => void cancelled++
	};
	vi.stubGlobal('speechSynthesis', synthesis);
	vi.stubGlobal('SpeechSynthesisUtterance', FakeUtterance);
	const speech = new Speech();
	speech.listen();
	return {
		...{ speech, said, cancelled: () => cancelled, last: () => said.at(-1) },
		setVoices: (next: object[]) => {
			voices = next;
			onchange();
		}
	};
}

describe('reading aloud', () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	it('says sentence after sentence and ends', () => {
		const { speech, said, last } = aBrowser();
		speech.read(['您写的。看一看！', '', '编号 12345678'], 'zh-CN');
		expect(speech.isReading).toBe(true);
		last()?.onend?.();
		last()?.onend?.();
		expect(speech.isReading).toBe(true);
		last()?.onend?.();
		expect(said.map(({ text }) => text)).toEqual(['您写的。', '看一看！', '编号 1 2 3 4 5 6 7 8']);
		expect(speech.isReading).toBe(false);
	});

	it('ends when a voice fails', () => {
		const { speech, said, last } = aBrowser();
		speech.read(['一。', '二。'], 'zh-CN');
		last()?.onerror?.();
		expect(speech.isReading).toBe(false);
		expect(said).toHaveLength(1);
	});

	it('ends when a sentence never begins or never ends', () => {
		const { speech, cancelled } = aBrowser();
		speech.read(['一二三四五六七八九十。', '再一句。'], 'zh-CN');
		const before = cancelled();
		vi.advanceTimersByTime(15_000);
		expect(speech.isReading).toBe(true);
		vi.advanceTimersByTime(2000);
		expect(speech.isReading).toBe(false);
		expect(cancelled()).toBeGreaterThan(before);
	});

	it('ends when the voices vanish', () => {
		const { speech, said, last, setVoices } = aBrowser();
		speech.read(['一。', '二。'], 'zh-CN');
		setVoices([]);
		expect(speech.canRead(['一。'], 'zh-CN')).toBe(false);
		last()?.onend?.();
		expect(speech.isReading).toBe(false);
		expect(said).toHaveLength(1);
	});

	it('hears nothing more of what was stopped, nor does its watchdog', () => {
		const { speech, said, last } = aBrowser();
		speech.read(['一。', '二。'], 'zh-CN');
		const stopped = last();
		speech.stop();
		expect(speech.isReading).toBe(false);
		speech.read(['三。'], 'zh-CN');
		stopped?.onend?.();
		expect(said.map(({ text }) => text)).toEqual(['一。', '三。']);
		vi.advanceTimersByTime(8000);
		expect(speech.isReading).toBe(true);
	});

	it('uses voices of the machine alone, in the language of the screen', () => {
		const { speech, setVoices } = aBrowser([{ lang: 'zh-CN', localService: false }]);
		expect(speech.canRead(['一。'], 'zh-CN')).toBe(false);
		setVoices([{ lang: 'cmn-CN', localService: true }]);
		expect(speech.canRead(['一。'], 'zh-CN')).toBe(true);
		expect(speech.canRead(['One.'], 'en')).toBe(false);
		speech.read(['Hello'], 'en');
		expect(speech.isReading).toBe(false);
	});

	it('plays what was recorded, and leaves the rest to a voice', async () => {
		const { speech, said } = aBrowser([mandarin], { 'zh-CN': { '一。二。': 'one two.opus' } });
		await vi.advanceTimersByTimeAsync(0);
		speech.read(['一。二。', '三。'], 'zh-CN');
		expect(FakeSound.played.map(({ file }) => file)).toEqual(['/kiosk/prompts/one%20two.opus']);
		expect(said).toEqual([]);
		FakeSound.played[0]?.onended?.();
		expect(said.map(({ text }) => text)).toEqual(['三。']);
	});

	it('needs no voice where each piece was recorded, and hides where one was not', async () => {
		const { speech } = aBrowser([], { 'zh-CN': { '一。': '1.mp3', '二。': '2.mp3' } });
		await vi.advanceTimersByTimeAsync(0);
		expect(speech.canRead(['一。', '', '二。'], 'zh-CN')).toBe(true);
		expect(speech.canRead(['一。', '三。'], 'zh-CN')).toBe(false);
		expect(speech.canRead(['一。'], 'en')).toBe(false);
		expect(speech.canRead([''], 'zh-CN')).toBe(false);
	});

	it('ends with a recording that fails, hangs or is stopped', async () => {
		const { speech } = aBrowser([], { 'zh-CN': { '一。': '1.mp3', '二。': '2.mp3' } });
		await vi.advanceTimersByTimeAsync(0);
		for (const end of [
			() => FakeSound.played.at(-1)?.onerror?.(),
			() => vi.advanceTimersByTime(120_000),
			() => speech.stop()
		]) {
			speech.read(['一。', '二。'], 'zh-CN');
			expect(FakeSound.played.at(-1)?.isPlaying).toBe(true);
			end();
			expect(speech.isReading).toBe(false);
			expect(FakeSound.played.at(-1)?.isPlaying).toBe(false);
		}
		expect(FakeSound.played).toHaveLength(3);
	});

	it('hides where the browser cannot speak', () => {
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
		const speech = new Speech();
		speech.listen()();
		expect(speech.canRead(['一。'], 'zh-CN')).toBe(false);
		speech.read(['一。'], 'zh-CN');
		expect(speech.isReading).toBe(false);
	});
});

it('reads long numbers digit by digit', () => {
	expect(spoken('编号 MQ261123-0382716，4 天')).toBe('编号 MQ2 6 1 1 2 3-0 3 8 2 7 1 6，4 天');
});

it('takes names of files from the list of recordings, and nothing that leads elsewhere', () => {
	const files = { a: 'a.opus', b: '../b.opus', c: 'https://x/c.mp3', d: 'd.exe', e: 4, f: '.mp3' };
	const prompts = readPrompts({ 'zh-CN': files, en: 'none' });
	expect([...prompts['zh-CN']]).toEqual([['a', '/kiosk/prompts/a.opus']]);
	expect(prompts.en.size).toBe(0);
	for (const list of [null, 4, [], 'x']) expect(readPrompts(list)['zh-CN'].size).toBe(0);
});
