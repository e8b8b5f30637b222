import { create } from 'qrcode';

/** A QR code as one SVG path in a square of `size` modules, with the quiet margin of four that the standard wants. */
export function qrPath(text: string): { size: number; path: string } {
	const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
	let path = '';
	for (let row = 0; row < size; row++)
		for (let column = 0; column < size; column++)
			if (data[row * size + column]) path += `M${column + 4} ${row + 4}h1v1h-1z`;
	return { size: size + 8, path };
}
