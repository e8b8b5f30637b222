import * as v from 'valibot';
import { Refusal } from '../../domain/refusal.ts';
import { textLimits } from '../../domain/submission.ts';
import { recordingType } from '../attachments/recordings.ts';

/** A small service works on one or two at a time; who comes third keeps the recording as it is. */
const most = 2;
/** Of the whole answer: 2,000 characters, whichever way their JSON is written, and room to spare. */
const answerBytes = 256 * 1024;
const answer = v.object({ text: v.string() });
let running = 0;

type Asked = { bytes: Buffer; seconds: number; patienceMs?: number };

/**
 * Has the office's own service (TRANSCRIBE_URL, docs/kiosk/speech-to-text.md) turn a recording into text: NFC, without
 * control characters, cut to what a matter may hold. No redirect is followed; nothing is kept or logged. Throws what a
 * recording is refused for, and `kiosk.not-transcribed` with `why`: `busy`, `slow`, `away`, `status`, `answer`, `nothing`.
 */
export async function transcribe(url: string, { bytes, seconds, patienceMs = 20_000 }: Asked): Promise<string> {
	const mime = await recordingType(bytes, seconds);
	if (running >= most) throw failed('busy');
	running++;
	try {
		const text = readable(await askService(url, { bytes, mime, patienceMs }));
		if (!text) throw failed('nothing');
		return text;
	} catch (fault) {
		if (fault instanceof Refusal) throw fault;
		throw failed(fault instanceof Error && fault.name === 'TimeoutError' ? 'slow' : 'away');
	} finally {
		running--;
	}
}

async function askService(
	url: string,
	{ bytes, mime, patienceMs }: { bytes: Buffer; mime: string; patienceMs: number }
): Promise<string> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': mime, accept: 'application/json' },
		body: new Uint8Array(bytes),
		redirect: 'error',
		signal: AbortSignal.timeout(patienceMs)
	});
	if (response.status !== 200) {
		await response.body?.cancel();
		throw failed('status', response.status);
	}
	const told = await readAtMost(response, answerBytes);
	const parsed = v.safeParse(answer, parse(told));
	if (!parsed.success) throw failed('answer');
	return parsed.output.text;
}

/** The body as text; ends the connection and throws when it is larger. */
async function readAtMost(response: Response, limit: number): Promise<string> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of response.body ?? []) {
		size += piece.byteLength;
		if (size > limit) throw failed('answer');
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** Plain text of one paragraph, storable, and no longer than a matter may be. */
function readable(text: string): string {
	const plain = text
		.toWellFormed()
		.normalize('NFC')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	const signs = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(plain)];
	return signs
		.slice(0, textLimits.text[1])
		.map(({ segment }) => segment)
		.join('');
}

function failed(why: string, status = 0): Refusal {
	return new Refusal('kiosk.not-transcribed', status ? { why, status } : { why });
}
