import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { Refusal } from '../../domain/refusal.ts';

export const photoLimits = { bytes: 10 * 1024 * 1024, pixels: 50_000_000, edge: 2048, perText: 5 } as const;
const accepted = new Set(['image/jpeg', 'image/png', 'image/webp']);

sharp.cache(false);
sharp.concurrency(1);

/** Two photos at a time: twenty bombs at once stay under the memory limit (trust C14). */
let running = 0;
const waiting: (() => void)[] = [];

export type Encoded = { bytes: Buffer; width: number; height: number };

/**
 * Makes a photo ours: type by content, size and pixel limits, turned upright, at most 2048 px, all metadata gone
 * (ASVS 5.2, 14.2.8). Throws `attachment.*` refusals that say the fix.
 */
export async function reEncode(bytes: Buffer): Promise<Encoded> {
	if (bytes.length === 0) throw new Refusal('attachment.empty');
	if (bytes.length > photoLimits.bytes) throw new Refusal('attachment.size');
	const type = await fileTypeFromBuffer(bytes);
	if (type?.mime === 'image/heic' || type?.mime === 'image/heif') throw new Refusal('attachment.heic');
	if (!type || !accepted.has(type.mime)) throw new Refusal('attachment.type');
	await turn();
	try {
		const { data, info } = await sharp(bytes, { limitInputPixels: photoLimits.pixels, failOn: 'error' })
			.rotate()
			.resize(photoLimits.edge, photoLimits.edge, { fit: 'inside', withoutEnlargement: true })
			.webp({ quality: 80 })
			.toBuffer({ resolveWithObject: true });
		return { bytes: data, width: info.width, height: info.height };
	} catch (fault) {
		throw new Refusal('attachment.broken', { why: fault instanceof Error ? fault.name : 'unknown' });
	} finally {
		running--;
		waiting.shift()?.();
	}
}

async function turn(): Promise<void> {
	if (running >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
	running++;
}
