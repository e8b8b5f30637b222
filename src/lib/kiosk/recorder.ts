import { longestRecordingSeconds } from '#lib/domain/kiosk.ts';

/** What was said: a sound file as the browser's recorder makes it. */
export type Recording = { bytes: Uint8Array<ArrayBuffer>; mime: string; seconds: number };

/** Silence this long after something was said ends a recording. */
const silenceSeconds = 3;
/** Louder than this (root mean square of the wave, 0 to 1) is speech and not the hall. */
const speechLevel = 0.03;
const formats = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** A microphone may be there: a safe address, a recorder, and a device that hears. */
export async function canRecord(): Promise<boolean> {
	if (!isSecureContext || typeof MediaRecorder === 'undefined') return false;
	const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
	return devices.some(({ kind }) => kind === 'audioinput');
}

/** Hears when somebody has finished: true once silence has lasted long enough behind speech. Levels come with their time. */
export function createSilence(): (level: number, atMs: number) => boolean {
	let spokeAt: number | null = null;
	return (level, atMs) => {
		if (level >= speechLevel) spokeAt = atMs;
		return spokeAt !== null && atMs - spokeAt >= silenceSeconds * 1000;
	};
}

type Heard = {
	/** Each animation frame: how loud (0 to 1), and for how many seconds it has been recording. */
	onlevel: (level: number, seconds: number) => void;
	/** Silence or the two minutes ended it. */
	onfull: () => void;
};

/** Opens the microphone and records until `stop`. Throws where there is none, or it is not permitted. */
export async function startRecording({ onlevel, onfull }: Heard): Promise<{
	stop: () => Promise<Recording>;
	cancel: () => void;
}> {
	const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false } });
	const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format)) ?? '';
	const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
	const chunks: Promise<ArrayBuffer>[] = [];
	recorder.ondataavailable = ({ data }) => chunks.push(data.arrayBuffer());
	const sound = new AudioContext();
	const ears = sound.createAnalyser();
	ears.fftSize = 1024;
	sound.createMediaStreamSource(stream).connect(ears);
	const wave = new Float32Array(ears.fftSize);
	const hasFinished = createSilence();
	const beganAt = performance.now();
	const seconds = () => Math.min(longestRecordingSeconds, (performance.now() - beganAt) / 1000);
	let frame = 0;
	let isFull = false;

	const listen = () => {
		ears.getFloatTimeDomainData(wave);
		const level = Math.sqrt(wave.reduce((sum, sample) => sum + sample * sample, 0) / wave.length);
		onlevel(level, seconds());
		if (!isFull && (hasFinished(level, performance.now()) || seconds() >= longestRecordingSeconds)) {
			isFull = true;
			onfull();
		}
		frame = requestAnimationFrame(listen);
	};
	const close = () => {
		cancelAnimationFrame(frame);
		for (const track of stream.getTracks()) track.stop();
		void sound.close();
	};
	recorder.start(1000);
	listen();
	return {
		stop: async () => {
			const took = seconds();
			const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
			recorder.stop();
			await ended;
			close();
			const pieces = await Promise.all(chunks);
			const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
			let at = 0;
			for (const piece of pieces) {
				bytes.set(new Uint8Array(piece), at);
				at += piece.byteLength;
			}
			return { bytes, mime: mimeType.split(';')[0] ?? '', seconds: took };
		},
		cancel: () => {
			if (recorder.state !== 'inactive') recorder.stop();
			close();
		}
	};
}
