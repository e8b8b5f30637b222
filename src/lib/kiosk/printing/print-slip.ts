import type { KioskPrinter } from '#lib/domain/kiosk.ts';
import { drawSlip } from './draw-slip.ts';
import { askForPaper, escposOf, isPaperOut } from './escpos.ts';
import type { SlipContent } from './slip.ts';

export type Printed = 'printed' | 'no-paper' | 'failed' | 'none';

/** What most receipt printers are set to when they come. */
const baudRate = 9600;
const statusPatienceMs = 500;
/** A printer that has not taken the slip by then is taken for dead. */
const printPatienceMs = 30_000;
const marginMm = 3;
let paper: 'ok' | 'out' | 'unknown' = 'unknown';

/** What the printer said last, for the heartbeat. */
export function paperState(): typeof paper {
	return paper;
}

/**
 * Prints the slip where a printer is set. Nothing of it stays in the page; a printer that fails is told, not thrown, and
 * one that never answers has failed after half a minute.
 */
export async function printSlip(printer: KioskPrinter, slip: SlipContent): Promise<Printed> {
	if (printer === 'none') return 'none';
	let canvas: HTMLCanvasElement | undefined;
	try {
		canvas = drawSlip(slip, printer.endsWith('58') ? 58 : 80);
		return await within(printPatienceMs, printer.startsWith('browser') ? byBrowser(canvas) : bySerial(canvas));
	} catch {
		// pulled out, in use or not permitted: the screen shows the slip
		return 'failed';
	} finally {
		if (canvas) canvas.width = 0;
	}
}

function within<Answer>(ms: number, work: Promise<Answer>): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const watchdog = setTimeout(() => reject(new Error('no answer in time')), ms);
		work.then(resolve, reject).finally(() => clearTimeout(watchdog));
	});
}

/** Asks once which port the printer is at; the browser remembers it. For the service menu: it needs a touch. */
export async function choosePrinterPort(): Promise<void> {
	await navigator.serial?.requestPort().catch(() => null);
}

/** With --kiosk-printing the page goes to the default printer without a dialogue. */
async function byBrowser(canvas: HTMLCanvasElement): Promise<Printed> {
	const image = new Image();
	image.src = canvas.toDataURL();
	image.className = 'print-slip';
	image.alt = '';
	await image.decode();
	document.body.append(image);
	const width = canvas.width === 384 ? 58 : 80;
	const sheet = new CSSStyleSheet();
	// Chromium drops a size with `auto`: the paper is as long as what is printed
	const length = Math.ceil((canvas.height / canvas.width) * (width - 2 * marginMm)) + 2 * marginMm;
	sheet.replaceSync(`@page { size: ${width}mm ${length}mm; margin: ${marginMm}mm }`);
	document.adoptedStyleSheets.push(sheet);
	try {
		window.print();
		return 'printed';
	} finally {
		image.remove();
		document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
	}
}

async function bySerial(canvas: HTMLCanvasElement): Promise<Printed> {
	const [port] = (await navigator.serial?.getPorts()) ?? [];
	const picture = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
	if (!port || !picture) return 'failed';
	await port.open({ baudRate });
	try {
		paper = await askPaper(port);
		if (paper === 'out') return 'no-paper';
		await write(port, escposOf(picture));
		return 'printed';
	} finally {
		await port.close();
	}
}

async function write(port: SerialPort, bytes: Uint8Array): Promise<void> {
	const writer = port.writable?.getWriter();
	if (!writer) throw new Error('the port takes nothing');
	try {
		await writer.write(bytes);
	} finally {
		writer.releaseLock();
	}
}

/** Many printers do not answer: then nothing is known. */
async function askPaper(port: SerialPort): Promise<typeof paper> {
	await write(port, askForPaper);
	const reader = port.readable?.getReader();
	if (!reader) return 'unknown';
	const giveUp = setTimeout(() => void reader.cancel(), statusPatienceMs);
	try {
		const { value } = await reader.read();
		const answer = value?.[0];
		return answer === undefined ? 'unknown' : isPaperOut(answer) ? 'out' : 'ok';
	} finally {
		clearTimeout(giveUp);
		reader.releaseLock();
	}
}
