import type { KioskPrinter } from '#lib/domain/kiosk.ts';
import { within } from '../within.ts';
import { drawSlip } from './draw-slip.ts';
import { escposOf } from './escpos.ts';
import { findPort, lookAtPaper, type Paper, type PortInfo, sendTo } from './serial-printer.ts';
import type { SlipContent } from './slip.ts';

export type Printed = 'printed' | 'no-paper' | 'failed' | 'none';
/** How this machine prints. */
export type Printer = { kind: KioskPrinter; port: PortInfo | null };

/** A printer that has not taken the slip by then is taken for dead. */
const patienceMs = 40_000;
const lookEveryMs = 50_000;
const marginMm = 3;
let paper: Paper = 'unknown';
/** One at a time: a port can't be opened twice. */
let turn: Promise<unknown> = Promise.resolve();

/** What the printer said last, for the heartbeat. A printer behind the browser says nothing. */
export function paperState(): Paper {
	return paper;
}

/**
 * Prints the slip where a printer is set. Nothing of it stays in the page; a printer that fails is told, not thrown, and
 * one that never answers has failed after some time.
 */
export async function printSlip({ kind, port }: Printer, slip: SlipContent): Promise<Printed> {
	if (kind === 'none') return 'none';
	let canvas: HTMLCanvasElement | undefined;
	try {
		canvas = drawSlip(slip, kind.endsWith('58') ? 58 : 80);
		const picture = canvas;
		if (kind.startsWith('browser')) return await within(patienceMs, byBrowser(picture));
		return await within(
			patienceMs,
			inTurn(() => bySerial(picture, port))
		);
	} catch {
		// pulled out, in use or not permitted: the screen shows the slip
		return 'failed';
	} finally {
		if (canvas) canvas.width = 0;
	}
}

/** Asks once which port the printer is at. For the service menu: it needs a touch. Null where nothing was chosen. */
export async function choosePrinterPort(): Promise<PortInfo | null> {
	const port = await navigator.serial?.requestPort().catch(() => null);
	if (!port) return null;
	const { usbVendorId, usbProductId } = port.getInfo();
	return usbVendorId === undefined || usbProductId === undefined ? {} : { usbVendorId, usbProductId };
}

/** Asks a serial printer for its paper now and then, so that staff hear of an empty roll and of a new one. Returns how to stop. */
export function watchPaper(printer: () => Printer): () => void {
	const look = async () => {
		const { kind, port: chosen } = printer();
		if (!kind.startsWith('escpos')) return void (paper = 'unknown');
		try {
			const port = await findPort(chosen);
			paper = port ? await lookAtPaper(port) : 'unknown';
		} catch {
			paper = 'unknown';
		}
	};
	const again = setInterval(() => void inTurn(look), lookEveryMs);
	void inTurn(look);
	return () => clearInterval(again);
}

function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
	const mine = turn.then(work);
	turn = mine.catch(() => undefined);
	return mine;
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

async function bySerial(canvas: HTMLCanvasElement, chosen: PortInfo | null): Promise<Printed> {
	const port = await findPort(chosen);
	const picture = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
	if (!port || !picture) return 'failed';
	paper = await sendTo(port, escposOf(picture));
	return paper === 'out' ? 'no-paper' : 'printed';
}
