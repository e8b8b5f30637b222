import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '#lib/domain/refusal.ts';
import { recordingLimits } from '#lib/server/attachments/recordings.ts';
import { transcribe } from '#lib/server/intake/transcribe.ts';
import { filmHead, mp4Recording, webmRecording } from '../../../support/recording.ts';
import { heardText, openSpeechService, type SpeechService } from '../../../support/speech-service.ts';

let service: SpeechService;
beforeAll(async () => {
	service = await openSpeechService();
});
afterAll(() => service.close());

const ask = (path: string, more: Partial<Parameters<typeof transcribe>[1]> = {}) =>
	transcribe(service.url(path), { bytes: webmRecording, seconds: 2, ...more });
/** Why it was refused: the key, and for the service's own failures what went wrong. */
async function whyNot(act: Promise<string>): Promise<string> {
	const fault: unknown = await act.then(
		() => null,
		(fault) => fault
	);
	if (!(fault instanceof Refusal)) throw new Error('it was not refused', { cause: fault });
	return [fault.key, ...Object.values(fault.details)].join(' ');
}

describe('speech to text by the office’s own service', () => {
	it('sends the bytes as they are under the type they have', async () => {
		expect(await ask('/good', { bytes: mp4Recording })).toBe(heardText);
		expect(service.asked.at(-1)).toEqual({ method: 'POST', type: 'audio/mp4', body: mp4Recording });
		expect(await ask('/slow')).toBe(heardText);
		expect(service.asked.at(-1)?.type).toBe('audio/webm');
	});

	it('makes storable text of the answer, no longer than a matter may be', async () => {
		expect(await ask('/long')).toBe('灯'.repeat(2000));
		expect(await ask('/odd')).toBe('\ufffd été 路灯 坏了');
	});

	it.each([
		['/broken', 'status 500'],
		['/accepted', 'status 202'],
		['/redirect', 'away'],
		['/not-json', 'answer'],
		['/other-json', 'answer'],
		['/nothing', 'nothing'],
		['/huge', 'answer'],
		['/cut-off', 'away']
	])('has no text when the service answers %s', async (path, why) => {
		expect(await whyNot(ask(path))).toBe(`kiosk.not-transcribed ${why}`);
	});

	it('follows no redirect', async () => {
		const before = service.asked.length;
		await whyNot(ask('/redirect'));
		expect(service.asked.length).toBe(before + 1);
	});

	it.each(['/hanging', '/hanging-half-way'])('waits no longer than it is told: %s', async (path) => {
		const from = performance.now();
		expect(await whyNot(ask(path, { patienceMs: 200 }))).toBe('kiosk.not-transcribed slow');
		expect(performance.now() - from).toBeLessThan(2000);
	});

	it('says so when nobody is there', async () => {
		const gone = await openSpeechService();
		await gone.close();
		const sound = { bytes: webmRecording, seconds: 2 };
		expect(await whyNot(transcribe(gone.url('/good'), sound))).toBe('kiosk.not-transcribed away');
	});

	it('works on two at a time, and on the next when one is done', async () => {
		const before = service.asked.length;
		const two = [ask('/slow'), ask('/slow')];
		await expect.poll(() => service.asked.length - before, { interval: 5 }).toBe(2);
		expect(await whyNot(ask('/good'))).toBe('kiosk.not-transcribed busy');
		expect(await Promise.all(two)).toEqual([heardText, heardText]);
		expect(await ask('/good')).toBe(heardText);
	});

	it.each([
		['a film', filmHead, 2, 'kiosk.letter-unreadable type'],
		['nothing', Buffer.alloc(0), 2, 'kiosk.letter-unreadable empty'],
		['too many bytes', Buffer.alloc(recordingLimits.bytes + 1), 2, 'kiosk.letter-unreadable size'],
		['too long', webmRecording, recordingLimits.seconds + 1, 'kiosk.letter-unreadable size'],
		['no length', webmRecording, NaN, 'kiosk.letter-unreadable size']
	])('sends no %s', async (_name, bytes, seconds, key) => {
		const before = service.asked.length;
		expect(await whyNot(ask('/good', { bytes, seconds }))).toBe(key);
		expect(service.asked.length).toBe(before);
	});
});
