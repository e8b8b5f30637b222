import { create } from 'qrcode';
import { type SlipContent, type SlipLine, slipLines } from './slip.ts';

/** Dots across the paper at 203 dpi. */
export const dotsOf = { 58: 384, 80: 576 } as const;

/** Draws the slip in black on white, as wide as the paper: text as dots, so that no printer's fonts are needed. */
export function drawSlip(slip: SlipContent, paper: keyof typeof dotsOf): HTMLCanvasElement {
	const width = dotsOf[paper];
	const unit = width / 24;
	const canvas = document.createElement('canvas');
	const pen = canvas.getContext('2d', { willReadFrequently: true });
	if (!pen) throw new Error('no canvas');
	const lines = slipLines(slip);
	// once to measure, once to draw: setting the height clears the canvas
	canvas.width = width;
	canvas.height = Math.ceil(draw(pen, lines, slip, { width, unit }));
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	draw(pen, lines, slip, { width, unit });
	return canvas;
}

type Measures = { width: number; unit: number };
const sizes = { small: 0.95, plain: 1.1, large: 1.75 } as const;

function draw(
	pen: CanvasRenderingContext2D,
	lines: readonly SlipLine[],
	slip: SlipContent,
	{ width, unit }: Measures
): number {
	let y = unit;
	pen.fillStyle = '#000';
	pen.textBaseline = 'top';
	const write = (text: string, size: keyof typeof sizes) => {
		const height = unit * sizes[size];
		pen.font = `${size === 'large' ? 'bold ' : ''}${height}px ${size === 'large' ? 'monospace' : 'sans-serif'}`;
		for (const row of wrapped(pen, text, width)) {
			pen.fillText(row, 0, y);
			y += height * 1.35;
		}
	};
	for (const line of lines) {
		if (line === 'rule') {
			pen.fillRect(0, y + unit * 0.3, width, 3);
			y += unit * 0.9;
		} else if (line === 'qr') y += drawQr(pen, slip.url, { x: width * 0.2, y, side: width * 0.6 }) + unit * 0.6;
		else if (line.size === 'large' && line.label) {
			write(line.label, 'small');
			write(line.text, 'large');
		} else write(line.label ? `${line.label}  ${line.text}` : line.text, line.size);
	}
	return y + unit;
}

function wrapped(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
	const rows = [''];
	for (const sign of text) {
		const last = rows.length - 1;
		if (pen.measureText(rows[last] + sign).width > width) rows.push(sign.trim());
		else rows[last] += sign;
	}
	return rows;
}

function drawQr(pen: CanvasRenderingContext2D, text: string, at: { x: number; y: number; side: number }): number {
	const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
	const dot = Math.floor(at.side / size);
	const left = Math.round(at.x + (at.side - dot * size) / 2);
	const top = Math.round(at.y + dot * 2);
	for (let row = 0; row < size; row++)
		for (let column = 0; column < size; column++)
			if (data[row * size + column]) pen.fillRect(left + column * dot, top + row * dot, dot, dot);
	return dot * (size + 4);
}
