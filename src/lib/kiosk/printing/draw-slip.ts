import { create } from 'qrcode';
import { type SlipContent, type SlipLine, slipLines, type SlipText } from './slip.ts';

/** Dots across the paper at 203 dpi: 8 to the millimetre. */
export const dotsOf = { 58: 384, 80: 576 } as const;

/** Heights of the letters in dots, on either paper: 24 are 3 mm, as a printer's own characters are. */
const heights = { small: 24, plain: 28, framed: 30, title: 38, large: 68 } as const;
const gap = 12;
const frame = 4;

/** Draws the slip in black on white, as wide as the paper: text as dots, so that no printer's fonts are needed. */
export function drawSlip(slip: SlipContent, paper: keyof typeof dotsOf): HTMLCanvasElement {
	const width = dotsOf[paper];
	const canvas = document.createElement('canvas');
	const pen = canvas.getContext('2d', { willReadFrequently: true });
	if (!pen) throw new Error('no canvas');
	const lines = slipLines(slip);
	// once to measure, once to draw: setting the height clears the canvas
	canvas.width = width;
	canvas.height = Math.ceil(draw(pen, lines, slip.url));
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, width, canvas.height);
	draw(pen, lines, slip.url);
	return canvas;
}

/** Where something may stand, and how it is set. */
type Place = { x: number; y: number; width: number; align: 'center' | 'left' };

/** Returns the height it took. */
function draw(pen: CanvasRenderingContext2D, lines: readonly SlipLine[], url: string): number {
	const { width } = pen.canvas;
	pen.fillStyle = pen.strokeStyle = '#000';
	pen.textBaseline = 'top';
	let y = gap;
	for (const line of lines) {
		const place = { x: 0, y, width, align: 'center' } as const;
		if (line === 'rule') y += drawRule(pen, place);
		else y += 'qr' in line ? drawQr(pen, { url, beside: line.qr }, place) : write(pen, line, place);
	}
	return y + gap;
}

function drawRule(pen: CanvasRenderingContext2D, { y, width }: Place): number {
	for (let x = 0; x < width; x += 12) pen.fillRect(x, y + gap - 1, 8, 3);
	return gap * 2;
}

function write(pen: CanvasRenderingContext2D, { text, as }: SlipText, { x, y, width, align }: Place): number {
	const inset = as === 'framed' ? frame + gap : 0;
	const room = width - inset * 2;
	const height = as === 'large' ? fitting(pen, text, room) : heights[as];
	setFont(pen, as, height);
	const rows = as === 'large' ? [text] : balanced(pen, text, room);
	rows.forEach((row, at) => {
		const left = align === 'center' ? (room - pen.measureText(row).width) / 2 : 0;
		pen.fillText(row, Math.round(x + inset + left), y + inset + Math.round(at * height * 1.35));
	});
	const took = Math.round(rows.length * height * 1.35) + inset * 2;
	if (as !== 'framed') return took;
	pen.lineWidth = frame;
	pen.strokeRect(x + frame / 2, y + frame / 2, width - frame, took - gap / 2 - frame);
	return took + gap / 2;
}

function setFont(pen: CanvasRenderingContext2D, as: SlipText['as'], height: number): void {
	const weight = as === 'small' ? '' : 'bold ';
	pen.font = `${weight}${height}px ${as === 'large' ? 'monospace' : 'sans-serif'}`;
}

/** The height at which a large text just fits on its line. */
function fitting(pen: CanvasRenderingContext2D, text: string, room: number): number {
	setFont(pen, 'large', heights.large);
	return Math.floor(heights.large * Math.min(1, (room - gap) / pen.measureText(text).width));
}

/** As few rows as fit, and no row much shorter than the others. */
function balanced(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
	const rows = wrapped(pen, text, width);
	const narrower = rows.length > 1 ? wrapped(pen, text, width - gap) : rows;
	return rows.length > 1 && narrower.length === rows.length ? balanced(pen, text, width - gap) : rows;
}

/** Numbers and Latin words are not broken, unless one is longer than a row; no row begins with a full stop or a bracket's end. */
function wrapped(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
	const fits = (row: string) => pen.measureText(row).width <= width;
	const pieces = (text.match(/[!-~\u00a0]+|[^!-~][，。：；！？、）]*/gu) ?? []).flatMap((word) =>
		fits(word) ? word : [...word]
	);
	const rows = [''];
	for (const piece of pieces) {
		const row = `${rows.at(-1)}${piece}`;
		if (fits(row)) rows[rows.length - 1] = row;
		else rows.push(piece.trim());
	}
	return rows.map((row) => row.trim()).filter(Boolean);
}

/** The code with words beside it, or below it where the paper is narrow. */
function drawQr(
	pen: CanvasRenderingContext2D,
	{ url, beside }: { url: string; beside: readonly SlipText[] },
	{ y, width }: Place
): number {
	const isNarrow = width < dotsOf[80];
	const { size, data } = create(url, { errorCorrectionLevel: 'M' }).modules;
	const dot = Math.floor((isNarrow ? width * 0.7 : width * 0.44) / size);
	const side = dot * size;
	const left = isNarrow ? Math.round((width - side) / 2) : dot * 2;
	for (let row = 0; row < size; row++)
		for (let column = 0; column < size; column++)
			if (data[row * size + column]) pen.fillRect(left + column * dot, y + gap + row * dot, dot, dot);
	const under = gap * 2 + side;
	const x = left + side + gap * 2;
	let textY = isNarrow ? y + under : y + gap;
	for (const text of beside) {
		const align = isNarrow ? 'center' : 'left';
		textY += write(pen, text, { x: isNarrow ? 0 : x, y: textY, width: isNarrow ? width : width - x, align }) + gap / 2;
	}
	return Math.max(under, textY - y);
}
