import { within } from '../within.ts';
import { askForPaper, readPaper } from './escpos.ts';

export type Paper = 'ok' | 'out' | 'unknown';
/** By what a serial port is known again: nothing of it for one that is no USB device. */
export type PortInfo = { usbVendorId?: number; usbProductId?: number };

/** What of the Web Serial API we use; TypeScript's own library does not know it yet (wicg.github.io/serial). */
declare global {
	interface SerialPort {
		readonly readable: ReadableStream<Uint8Array> | null;
		readonly writable: WritableStream<Uint8Array> | null;
		open(options: { baudRate: number }): Promise<void>;
		close(): Promise<void>;
		getInfo(): PortInfo;
	}
	interface Navigator {
		readonly serial?: {
			getPorts(): Promise<SerialPort[]>;
			requestPort(): Promise<SerialPort>;
		};
	}
}

/** The fastest that all of these printers know: a slip is 70 KB, and at 9600 it would take more than a minute. */
const baudRate = 115_200;
const patienceMs = { open: 5000, answer: 500, write: 25_000, letGo: 1000 } as const;

/** The port that was chosen, and no other; the first where none was. */
export async function findPort(chosen: PortInfo | null): Promise<SerialPort | undefined> {
	const ports = (await navigator.serial?.getPorts()) ?? [];
	if (!chosen) return ports[0];
	return ports.find((port) => {
		const { usbVendorId, usbProductId } = port.getInfo();
		return usbVendorId === chosen.usbVendorId && usbProductId === chosen.usbProductId;
	});
}

/**
 * Sends the bytes, unless the printer says beforehand that its paper is out. Returns what is known of the paper
 * afterwards. Throws where the port can't be opened, or does not take them in time; then nothing of them is left to be
 * printed later.
 */
export function sendTo(port: SerialPort, bytes: Uint8Array): Promise<Paper> {
	return opened(port, async () => {
		if ((await askPaper(port)) === 'out') return 'out';
		await write(port, bytes);
		return askPaper(port);
	});
}

/** What the printer says of its paper. Many do not answer: then nothing is known. Throws as `sendTo`. */
export function lookAtPaper(port: SerialPort): Promise<Paper> {
	return opened(port, () => askPaper(port));
}

async function opened<Answer>(port: SerialPort, work: () => Promise<Answer>): Promise<Answer> {
	await within(patienceMs.open, port.open({ baudRate }));
	try {
		return await work();
	} finally {
		// a port that hangs is closed with the page at the latest
		await within(patienceMs.letGo, port.close()).catch(() => undefined);
	}
}

async function write(port: SerialPort, bytes: Uint8Array): Promise<void> {
	const writer = port.writable?.getWriter();
	if (!writer) throw new Error('the port takes nothing');
	try {
		await within(patienceMs.write, writer.write(bytes));
	} catch (fault) {
		await within(patienceMs.letGo, writer.abort()).catch(() => undefined);
		throw fault;
	} finally {
		writer.releaseLock();
	}
}

async function askPaper(port: SerialPort): Promise<Paper> {
	const reader = port.readable?.getReader();
	if (!reader) return 'unknown';
	try {
		await write(port, askForPaper);
		const { value } = await within(patienceMs.answer, reader.read());
		return value ? readPaper(value) : 'unknown';
	} catch {
		return 'unknown';
	} finally {
		// a read may be under way still: it is ended, or the port could not be closed
		await within(patienceMs.letGo, reader.cancel()).catch(() => undefined);
		reader.releaseLock();
	}
}
