/** A picture's longer edge, in pixels: as the public pages send it. */
const longestEdge = 2048;
const jpegQuality = 0.85;
/** A receipt held before the camera is looked for so often, in a picture of this size. */
const scanEveryMs = 250;
const scanEdge = 800;

type Bytes = Uint8Array<ArrayBuffer>;

/** A camera may be there: a safe address, and a device that sees. */
export async function canSee(): Promise<boolean> {
	if (!isSecureContext) return false;
	const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
	return devices.some(({ kind }) => kind === 'videoinput');
}

/** Shows in `video` what the camera sees, until what it returns is called. `onfail` where there is none, it is not permitted, or it was pulled out. */
export function watchCamera(video: HTMLVideoElement, onfail: () => void): () => void {
	let isOver = false;
	let stream: MediaStream | null = null;
	const stop = () => {
		isOver = true;
		for (const track of stream?.getTracks() ?? []) track.stop();
		video.srcObject = null;
	};
	const open = async () => {
		stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 }, height: { ideal: 1080 } } });
		// somebody may have gone on while it opened
		if (isOver) return stop();
		for (const track of stream.getTracks()) track.onended = onfail;
		video.srcObject = stream;
		await video.play();
	};
	open().catch(() => {
		if (!isOver) onfail();
	});
	return stop;
}

/** Draws what is seen now into the canvas, no larger than a photo may be. */
export function draw(video: HTMLVideoElement, canvas: HTMLCanvasElement, edge = longestEdge): CanvasRenderingContext2D {
	const scale = Math.min(1, edge / Math.max(video.videoWidth, video.videoHeight));
	canvas.width = Math.round(video.videoWidth * scale);
	canvas.height = Math.round(video.videoHeight * scale);
	const pen = canvas.getContext('2d', { willReadFrequently: true });
	if (!pen) throw new Error('no canvas');
	pen.drawImage(video, 0, 0, canvas.width, canvas.height);
	return pen;
}

/** The picture in the canvas as JPEG: it says nothing of machine, place or time. */
export async function jpegOf(canvas: HTMLCanvasElement): Promise<Bytes> {
	const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', jpegQuality));
	if (!blob) throw new Error('the picture could not be written');
	return new Uint8Array(await blob.arrayBuffer());
}

/** Reads QR codes that are held before the camera, each once while it stays. Returns how to stop. */
export function scanVideo(video: HTMLVideoElement, onscan: (text: string) => void): () => void {
	const canvas = document.createElement('canvas');
	let last = '';
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOver = false;
	const look = (read: typeof import('jsqr').default) => {
		if (isOver) return;
		if (video.videoWidth > 0) {
			const { data, width, height } = draw(video, canvas, scanEdge).getImageData(0, 0, canvas.width, canvas.height);
			const text = read(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? '';
			if (text && text !== last) onscan(text);
			last = text || last;
		}
		timer = setTimeout(look, scanEveryMs, read);
	};
	// only here, and only now: no more than one visit in many looks through the camera
	void import('jsqr').then(
		({ default: read }) => look(read),
		() => undefined
	);
	return () => {
		isOver = true;
		clearTimeout(timer);
		canvas.width = 0;
	};
}
