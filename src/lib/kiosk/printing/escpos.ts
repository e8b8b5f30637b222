type Picture = { width: number; height: number; data: Uint8ClampedArray };

/** Rows of one raster command: printers with little memory take no more at a time. */
const bandRows = 128;
const escape = 0x1b;
const group = 0x1d;

/**
 * A picture as ESC/POS bytes: initialise, raster bands (GS v 0, one bit a dot, black is 1), feed four lines, partial cut
 * (GS V 66 0). The width must be a multiple of 8. Epson's ESC/POS reference.
 */
export function escposOf({ width, height, data }: Picture): Uint8Array<ArrayBuffer> {
	if (width % 8 !== 0) throw new Error('a raster is whole bytes wide');
	const across = width / 8;
	const bytes: number[] = [escape, 0x40];
	for (let top = 0; top < height; top += bandRows) {
		const rows = Math.min(bandRows, height - top);
		bytes.push(group, 0x76, 0x30, 0, across & 0xff, across >> 8, rows & 0xff, rows >> 8);
		for (let row = top; row < top + rows; row++)
			for (let at = 0; at < across; at++) bytes.push(eightDots(data, (row * width + at * 8) * 4));
	}
	bytes.push(escape, 0x64, 4, group, 0x56, 66, 0);
	return Uint8Array.from(bytes);
}

function eightDots(data: Uint8ClampedArray, start: number): number {
	let byte = 0;
	for (let bit = 0; bit < 8; bit++) {
		const at = start + bit * 4;
		const light = ((data[at] ?? 255) + (data[at + 1] ?? 255) + (data[at + 2] ?? 255)) / 3;
		if (light < 128) byte |= 0x80 >> bit;
	}
	return byte;
}

/** DLE EOT 4: asks for the paper sensors. */
export const askForPaper = Uint8Array.of(0x10, 0x04, 4);

/**
 * What the paper sensors say in what a printer sent: the last byte that can be an answer counts (bits 1 and 4 are 1, 0 and
 * 7 are 0); with bits 5 and 6 the roll is at its end.
 */
export function readPaper(sent: Uint8Array): 'ok' | 'out' | 'unknown' {
	const answer = sent.findLast((byte) => (byte & 0x93) === 0x12);
	return answer === undefined ? 'unknown' : (answer & 0x60) === 0x60 ? 'out' : 'ok';
}
