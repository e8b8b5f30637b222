import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#lib/domain/refusal.ts';
import { photoLimits, reEncode } from '#lib/server/attachments/re-encode.ts';

const picture = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: { r: 30, g: 90, b: 94 } } });
const jpeg = await picture(640, 480).jpeg().toBuffer();
const png = await picture(64, 48).png().toBuffer();
const webp = await picture(64, 48).webp().toBuffer();
const gif = await picture(64, 48).gif().toBuffer();
const tiff = await picture(64, 48).tiff().toBuffer();
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(64)]);
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** A PNG whose header claims a size its few bytes would blow up to. */
function hugePng(width: number, height: number): Buffer {
	const chunk = (type: string, data: Buffer) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const frame = Buffer.alloc(8);
		frame.writeUInt32BE(data.length, 0);
		frame.writeUInt32BE(crc(body), 4);
		return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
	};
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([1, 0, 0, 0, 0], 8);
	const rows = deflateSync(Buffer.alloc(1024 * 1024));
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes: Buffer): number {
	let rest = 0xffffffff;
	for (const byte of bytes) {
		rest ^= byte;
		for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
	}
	return (rest ^ 0xffffffff) >>> 0;
}

const bad: [string, Buffer, string][] = [
	['nothing at all', Buffer.alloc(0), 'attachment.empty'],
	['one byte', Buffer.from([0xff]), 'attachment.type'],
	['zeros', Buffer.alloc(4096), 'attachment.type'],
	['plain text', Buffer.from('路灯不亮'), 'attachment.type'],
	['an HTML page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'attachment.type'],
	['an SVG with a script', svg, 'attachment.type'],
	['an SVG after an XML declaration', Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg]), 'attachment.type'],
	['a GIF', gif, 'attachment.type'],
	['a TIFF', tiff, 'attachment.type'],
	['a BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)]), 'attachment.type'],
	['a PDF', Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj'), 'attachment.type'],
	['a ZIP', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]), 'attachment.type'],
	['a program', Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(200)]), 'attachment.type'],
	['a HEIC photo', heic, 'attachment.heic'],
	['a JPEG that stops half-way', jpeg.subarray(0, Math.floor(jpeg.length / 2)), 'attachment.broken'],
	['a JPEG header before a page', Buffer.concat([jpeg.subarray(0, 20), svg]), 'attachment.broken'],
	['a PNG of 400 megapixels in a few bytes', hugePng(20_000, 20_000), 'attachment.broken'],
	['a WebP that stops half-way', webp.subarray(0, 24), 'attachment.broken'],
	['one byte more than the limit', Buffer.concat([jpeg, Buffer.alloc(photoLimits.bytes)]), 'attachment.size']
];

describe('bad files', () => {
	it.each(bad)('refuses %s', async (_name, bytes, key) => {
		const fault: unknown = await reEncode(bytes).catch((thrown: unknown) => thrown);
		expect(fault).toBeInstanceOf(Refusal);
		expect(fault).toMatchObject({ key });
	});
});

describe('photos', () => {
	it.each([
		['JPEG', jpeg],
		['PNG', png],
		['WebP', webp]
	])('takes a %s and makes it a WebP', async (_name, bytes) => {
		const { data, format } = await reEncode(bytes).then(async ({ bytes }) => ({
			data: bytes,
			format: (await sharp(bytes).metadata()).format
		}));
		expect(format).toBe('webp');
		expect(data.length).toBeGreaterThan(0);
	});

	it('turns it upright and drops place, camera and colour profile', async () => {
		const withPlace = await picture(40, 20)
			.jpeg()
			.withExif({
				IFD0: { Make: 'MARKER-CAMERA', Artist: 'MARKER-ARTIST' },
				IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '28/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '117/1 1/1 0/1' }
			})
			.withMetadata({ orientation: 6 })
			.toBuffer();
		expect(withPlace.includes('MARKER-CAMERA')).toBe(true);
		const clean = await reEncode(withPlace);
		const { exif, icc, xmp, iptc, orientation } = await sharp(clean.bytes).metadata();
		expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
		expect([clean.width, clean.height]).toEqual([20, 40]);
		expect(clean.bytes.includes('MARKER')).toBe(false);
	});

	it('keeps nothing of a page hidden behind a real picture', async () => {
		const polyglot = Buffer.concat([jpeg, Buffer.from('<script>alert("MARKER")</script>')]);
		expect((await reEncode(polyglot)).bytes.includes('MARKER')).toBe(false);
	});

	it('is at most 2048 px wide or high', async () => {
		const { width, height } = await reEncode(await picture(3000, 1000).jpeg().toBuffer());
		expect([width, height]).toEqual([2048, 683]);
	});

	it('still takes photos after a row of bombs, two at a time', async () => {
		const bombs = await Promise.allSettled(Array.from({ length: 20 }, () => reEncode(hugePng(20_000, 20_000))));
		expect(bombs.every(({ status }) => status === 'rejected')).toBe(true);
		expect((await reEncode(jpeg)).width).toBe(640);
	});
});
