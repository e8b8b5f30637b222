import { fileTypeFromBuffer } from 'file-type';
import { longestRecordingSeconds } from '../../domain/kiosk.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Context } from '../context.ts';
import { type Attachment, keep, type Waiting } from './keep.ts';

/** Two minutes, and what a clock may be off while a recorder stops. */
export const recordingLimits = { bytes: 6 * 1024 * 1024, seconds: longestRecordingSeconds + 10 } as const;

/** The three containers a `MediaRecorder` makes, by what file-type calls them, and the name they are kept under. */
const containers: Record<string, { mime: string; isSoundAlone: (head: string) => boolean }> = {
	'video/webm': {
		mime: 'audio/webm',
		isSoundAlone: (head) => /A_(?:OPUS|VORBIS|PCM)/.test(head) && !/V_(?:VP|AV1|MPEG|MS)/.test(head)
	},
	'video/mp4': { mime: 'audio/mp4', isSoundAlone: isSoundTrack },
	'audio/mp4': { mime: 'audio/mp4', isSoundAlone: isSoundTrack },
	'audio/x-m4a': { mime: 'audio/mp4', isSoundAlone: isSoundTrack },
	'audio/ogg': { mime: 'audio/ogg', isSoundAlone: (head) => !head.includes('theora') }
};
/** Recorders describe their tracks before the first sound. */
const headBytes = 4096;

/**
 * Accepts a recording into a waiting place, as it is; one waits at most. What it holds is told by its bytes: a picture
 * beside the sound is refused like any other file. `seconds` are those the recorder counted. Recordings come from
 * kiosks alone, so every refusal is `kiosk.letter-unreadable`, with the reason in its details.
 */
export function acceptRecording(
	context: Context,
	waiting: Waiting,
	bytes: Buffer,
	{ id, seconds }: { id: string; seconds: number }
): Promise<Attachment> {
	return keep(context, waiting, {
		id,
		kind: 'recording',
		read: async () => {
			const mime = await recordingType(bytes, seconds);
			return { bytes, mime, width: 0, height: 0, seconds: Math.round(seconds) };
		}
	});
}

/**
 * The content type of a recording, by its bytes. Throws `kiosk.letter-unreadable` beyond the limits, and for anything
 * but sound.
 */
export async function recordingType(bytes: Buffer, seconds: number): Promise<string> {
	if (bytes.length === 0) throw unreadable('empty');
	const isLong = !(seconds >= 0 && seconds <= recordingLimits.seconds);
	if (bytes.length > recordingLimits.bytes || isLong) throw unreadable('size');
	const found = await fileTypeFromBuffer(bytes);
	const container = containers[found?.mime.split(';')[0] ?? ''];
	if (!container?.isSoundAlone(bytes.toString('latin1', 0, headBytes))) throw unreadable('type');
	return container.mime;
}

function isSoundTrack(head: string): boolean {
	return head.includes('soun') && !head.includes('vide');
}

function unreadable(why: 'empty' | 'size' | 'type'): Refusal {
	return new Refusal('kiosk.letter-unreadable', { why });
}
